package dev.navarch.kubelet.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The standard gRPC health check ({@code grpc.health.v1.Health/Check}) over clear-text HTTP/2. */
final class GrpcHealth {
    private static final int SERVING = 1;
    private static final int UNIMPLEMENTED = 12;

    private final HttpClientAgent client;

    GrpcHealth(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setKeepAlive(false)
                .setHttp2KeepAliveTimeout(1));
    }

    ProbeResult check(String host, int port, String service, Duration timeout) throws InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(host)
                .setPort(port)
                .setURI("/grpc.health.v1.Health/Check")
                .setConnectTimeout(timeout.toMillis())
                .putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("user-agent", "kube-probe/1.36");
        Future<ProbeResult> result = client.request(options)
                .compose(request -> send(request, request(service)))
                .compose(GrpcHealth::read);
        try {
            return result.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new ProbeResult.Failure("timeout: health rpc did not complete within " + timeout.toSeconds() + "s");
        } catch (ExecutionException e) {
            return new ProbeResult.Failure("error: health rpc probe failed: " + e.getCause());
        }
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return request.send(body);
    }

    /** Length-prefixed HealthCheckRequest with its one string field. */
    private static Buffer request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        Buffer message = Buffer.buffer();
        if (name.length > 0) {
            message.appendByte((byte) 0x0a);
            int length = name.length;
            while (length > 0x7f) {
                message.appendByte((byte) ((length & 0x7f) | 0x80));
                length >>= 7;
            }
            message.appendByte((byte) length).appendBytes(name);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    private static Future<ProbeResult> read(HttpClientResponse response) {
        return response.body().map(body -> verdict(response, body));
    }

    private static ProbeResult verdict(HttpClientResponse response, Buffer body) {
        String code = response.getTrailer("grpc-status");
        String grpcStatus = code == null ? response.getHeader("grpc-status") : code;
        if (grpcStatus != null && Integer.parseInt(grpcStatus) == UNIMPLEMENTED) {
            return new ProbeResult.Failure(
                    "error: this server does not implement the grpc health protocol " + "(grpc.health.v1.Health)");
        }
        if (grpcStatus != null && !grpcStatus.equals("0")) {
            return new ProbeResult.Failure("error: health rpc failed with status " + grpcStatus);
        }
        int status = body.length() >= 7 && body.getByte(5) == 0x08 ? body.getByte(6) : 0;
        String name = switch (status) {
            case 0 -> "UNKNOWN";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> Integer.toString(status);
        };
        return status == SERVING
                ? new ProbeResult.Success()
                : new ProbeResult.Failure("service unhealthy (responded with \"" + name + "\")");
    }
}
