package dev.navarch.apiserver.admission.webhook;

import dev.navarch.api.json.GoQuote;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.ServedForms;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.webhook.WebhookCallException;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.apiserver.webhook.WebhookTarget;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both kinds of hooks share: whom to ask, how, and what it means when there is no answer. */
public final class WebhookCalls {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCalls.class);

    private final ObjectReader reader;
    private final ServedForms forms;
    private final WebhookMatcher matcher;
    private final WebhookClient client;

    public WebhookCalls(ObjectReader reader, ServedForms forms, WebhookClient client) {
        this.reader = reader;
        this.forms = forms;
        this.matcher = new WebhookMatcher(reader, forms);
        this.client = client;
    }

    WebhookSource source(String plural) {
        return new WebhookSource(reader, plural);
    }

    Optional<Invocation> match(Webhook hook, AdmissionAttributes request) {
        return matcher.match(hook, request);
    }

    /** The answer of a hook that allows the request; empty for one that could not be asked and may be left out. */
    Optional<WebhookReview.Answer> ask(Invocation invocation, boolean mutating) {
        Webhook hook = invocation.hook();
        if (!hook.matchConditions().isEmpty()) {
            var unknown = new WebhookCallException("its matchConditions are CEL, which this server does not evaluate");
            var _ = failed(invocation, unknown);
            return Optional.empty();
        }
        try {
            WebhookReview review = WebhookReview.of(hook, mutating);
            WebhookReview.Answer answer = review.answer(call(hook, review.question(invocation, forms)));
            answer.warnings().forEach(invocation.request().warnings());
            if (!answer.allowed()) {
                throw review.rejection(answer.result());
            }
            return Optional.of(answer);
        } catch (WebhookCallException e) {
            var _ = failed(invocation, e);
            return Optional.empty();
        }
    }

    private byte[] call(Webhook hook, byte[] question) throws WebhookCallException {
        try {
            return client.call(new WebhookTarget(hook.name(), hook.client(), hook.timeout()), question);
        } catch (WebhookCallException e) {
            throw new WebhookCallException("failed to call webhook: " + e.getMessage());
        }
    }

    /** Refuses the request unless the hook fails open; then false, for a hook that changed nothing. */
    boolean failed(Invocation invocation, WebhookCallException problem) {
        if (!invocation.hook().failsOpen()) {
            throw StatusException.internal(
                    "failed calling webhook " + GoQuote.quote(invocation.hook().name()) + ": " + problem.getMessage());
        }
        LOG.atWarn()
                .addKeyValue("webhook", invocation.hook().name())
                .addKeyValue("problem", problem.getMessage())
                .log("a webhook was left out");
        return false;
    }
}
