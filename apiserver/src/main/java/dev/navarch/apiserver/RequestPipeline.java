package dev.navarch.apiserver;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.AuthenticationRequest;
import dev.navarch.apiserver.authentication.Authenticator;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.authorization.ForbiddenStatus;
import dev.navarch.apiserver.endpoint.ResourceRouter;
import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.endpoint.StorageStatus;
import dev.navarch.apiserver.flowcontrol.FlowControl;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import dev.navarch.apiserver.impersonation.Impersonation;
import dev.navarch.apiserver.metrics.ServerMetrics;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.RequestInfoResolver;
import dev.navarch.apiserver.request.RequestOptions;
import dev.navarch.apiserver.request.UserInfo;
import dev.navarch.apiserver.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request goes through: what it is about, who asks, as whom, whether they may, whether there is room; then
 * its handler. Whatever goes wrong on the way is answered as a {@code Status}.
 */
final class RequestPipeline implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

    private final Authenticator authenticator;
    private final Impersonation impersonation;
    private final Authorizer authorizer;
    private final FlowControl flowControl;
    private final ResourceRouter resources;
    private final PathRouter paths;
    private final ServerMetrics metrics;

    RequestPipeline(
            Authenticator authenticator,
            Authorizer authorizer,
            FlowControl flowControl,
            ResourceRouter resources,
            PathRouter paths,
            ServerMetrics metrics) {
        this.authenticator = authenticator;
        this.impersonation = new Impersonation(authorizer);
        this.authorizer = authorizer;
        this.flowControl = flowControl;
        this.resources = resources;
        this.paths = paths;
        this.metrics = metrics;
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        String auditId =
                exchange.header("Audit-ID").orElseGet(() -> UUID.randomUUID().toString());
        exchange.setHeader("Audit-Id", auditId);
        exchange.setHeader("Cache-Control", "no-cache, private");
        var warned = new WarningExchange(exchange);
        try {
            serve(warned, auditId);
        } catch (IOException | UncheckedIOException e) {
            LOG.atDebug().setCause(e).addKeyValue("path", exchange.path()).log("the client left");
            throw e;
        } catch (StatusException e) {
            refuse(warned, e);
        } catch (StorageException e) {
            refuse(warned, StorageStatus.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(warned, StatusException.serviceUnavailable("apiserver is shutting down."));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("method", exchange.method())
                    .addKeyValue("path", exchange.path())
                    .addKeyValue("auditId", auditId)
                    .log("a request failed for a reason of the server's own");
            refuse(
                    warned,
                    StatusException.internal("This request caused apiserver to panic. Look in the logs for details."));
        }
    }

    private static void refuse(Exchange exchange, StatusException error) throws IOException {
        if (exchange.isResponding()) {
            throw new IOException("failed in the middle of an answer", error);
        }
        Responder.sendError(exchange, error);
    }

    private void serve(WarningExchange exchange, String auditId) throws Exception {
        RequestInfo info = RequestInfoResolver.resolve(exchange.method(), exchange.path(), exchange.query());
        var credentials = new AuthenticationRequest(exchange.peerCertificates(), exchange.headers());
        UserInfo user =
                authenticator.authenticate(credentials).orElseThrow(() -> StatusException.unauthorized("Unauthorized"));
        UserInfo requestor = user;
        user = impersonation
                .impersonate(credentials, RequestAttributes.of(info, requestor))
                .orElse(requestor);
        var context = new RequestContext(
                info,
                user,
                RequestOptions.NONE,
                auditId,
                exchange.header("User-Agent").orElse(""),
                Instant.now());
        exchange.warnFrom(context);
        AtomicInteger inflight = metrics.inflight(!info.isReadOnly());
        inflight.incrementAndGet();
        try (FlowControl.Seat _ = seat(exchange, info, user)) {
            authorize(exchange, RequestAttributes.of(info, user));
            if (info.isResourceRequest() && isApiPath(info.path())) {
                resources.handle(exchange, context);
            } else {
                paths.handle(exchange);
            }
        } finally {
            inflight.decrementAndGet();
            measure(exchange, context);
        }
    }

    private FlowControl.Seat seat(Exchange exchange, RequestInfo info, UserInfo user) {
        boolean watch = info.verb().equals("watch");
        if (isLongRunning(info) && !watch) {
            return FlowControl.Seat.UNCOUNTED;
        }
        FlowControl.Seat seat = flowControl.enter(info, user, exchange::setHeader);
        if (watch) {
            // It waits for its turn as all do; what it does then takes no seat.
            seat.close();
            return FlowControl.Seat.UNCOUNTED;
        }
        return seat;
    }

    /** The router sees the path as it came, where authorization was lenient about slashes. */
    private static boolean isApiPath(String path) {
        return path.startsWith("/api/") || path.startsWith("/apis/");
    }

    private void measure(Exchange exchange, RequestContext context) {
        RequestInfo info = context.info();
        metrics.answered(
                info.verb().toUpperCase(Locale.ROOT),
                info.group(),
                info.version(),
                info.resource(),
                info.subresource(),
                scope(info),
                exchange.responseStatus(),
                Duration.between(context.received(), Instant.now()));
    }

    private static String scope(RequestInfo info) {
        if (!info.isResourceRequest()) {
            return "";
        }
        if (!info.name().isEmpty()) {
            return "resource";
        }
        return info.namespace().isEmpty() ? "cluster" : "namespace";
    }

    private void authorize(Exchange exchange, Attributes attributes) {
        Decision decision = authorizer.authorize(attributes);
        if (!decision.isAllowed()) {
            exchange.setHeader("X-Content-Type-Options", "nosniff");
            throw ForbiddenStatus.of(attributes, decision.reason());
        }
    }

    private static boolean isLongRunning(RequestInfo info) {
        return switch (info.verb()) {
            case "watch", "proxy" -> true;
            default ->
                switch (info.subresource()) {
                    case "attach", "exec", "proxy", "log", "portforward" -> true;
                    default -> false;
                };
        };
    }
}
