package dev.navarch.apiserver.admission.webhook;

import dev.navarch.api.json.GoQuote;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks all validating hooks that want to know of a request, at once; each may refuse it. */
public final class ValidatingAdmissionWebhook implements AdmissionPlugin {

    private final WebhookSource source;
    private final WebhookCalls calls;

    public ValidatingAdmissionWebhook(WebhookCalls calls) {
        this.source = calls.source("validatingwebhookconfigurations");
        this.calls = calls;
    }

    @Override
    public String name() {
        return "ValidatingAdmissionWebhook";
    }

    @Override
    public boolean handles(Operation operation) {
        return true;
    }

    @Override
    public void validate(AdmissionAttributes request) {
        List<Webhook> hooks = source.hooks();
        if (hooks.isEmpty() || WebhookMatcher.isExempt(request)) {
            return;
        }
        var asked = new ArrayList<FutureTask<Boolean>>();
        for (Webhook hook : hooks) {
            calls.match(hook, request).ifPresent(invocation -> asked.add(new FutureTask<>(() -> ask(invocation))));
        }
        if (asked.size() == 1) {
            asked.getFirst().run();
        } else {
            asked.forEach(each -> Thread.ofVirtual().name("validating-webhook").start(each));
        }
        asked.forEach(ValidatingAdmissionWebhook::await);
    }

    private boolean ask(Invocation invocation) {
        Webhook hook = invocation.hook();
        if (invocation.request().dryRun() && hook.hasSideEffects()) {
            throw StatusException.badRequest(
                    "admission webhook " + GoQuote.quote(hook.name()) + " does not support dry run");
        }
        var _ = calls.ask(invocation, false);
        return true;
    }

    /** Each hook has its own timeout, so this ends. */
    private static void await(FutureTask<Boolean> asked) {
        try {
            asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusException.timeout("request did not complete within requested timeout", 0);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
