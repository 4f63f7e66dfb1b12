package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoQuote;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.merge.JsonPatch;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.admission.Reinvocation;
import dev.navarch.apiserver.admission.ServedForms;
import dev.navarch.apiserver.webhook.WebhookCallException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the mutating hooks that want to know of a request one after the other; each may change or refuse it. */
public final class MutatingAdmissionWebhook implements AdmissionPlugin {

    private static final String NAME = "MutatingAdmissionWebhook";

    private final WebhookSource source;
    private final WebhookCalls calls;
    private final ServedForms forms;

    public MutatingAdmissionWebhook(WebhookCalls calls, ServedForms forms) {
        this.source = calls.source("mutatingwebhookconfigurations");
        this.calls = calls;
        this.forms = forms;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Operation operation) {
        return true;
    }

    /** Which hooks ran, and which of them are to run again. */
    private static final class Rounds {

        private final Set<String> invoked = new HashSet<>();
        private final Set<String> again = new HashSet<>();
        private @Nullable ObjectNode output;

        void repeatInvoked() {
            again.addAll(invoked);
            invoked.clear();
        }
    }

    @Override
    public void admit(AdmissionAttributes request) {
        List<Webhook> hooks = source.hooks();
        if (hooks.isEmpty() || WebhookMatcher.isExempt(request)) {
            return;
        }
        Reinvocation reinvocation = request.reinvocation();
        Rounds rounds = reinvocation.memory(NAME, Rounds.class, Rounds::new);
        ObjectNode object = request.object();
        if (reinvocation.isSecond() && rounds.output != null && !rounds.output.equals(object)) {
            rounds.repeatInvoked();
        }
        for (Webhook hook : hooks) {
            Optional<Invocation> invocation = calls.match(hook, request);
            if (invocation.isEmpty() || (reinvocation.isSecond() && !rounds.again.contains(hook.uid()))) {
                continue;
            }
            if (ask(invocation.get())) {
                rounds.repeatInvoked();
                reinvocation.want();
            }
            if (hook.reinvoked()) {
                rounds.invoked.add(hook.uid());
            }
        }
        rounds.output = object == null ? null : object.deepCopy();
    }

    /** Whether the hook changed the object. */
    private boolean ask(Invocation invocation) {
        Webhook hook = invocation.hook();
        if (invocation.request().dryRun() && hook.hasSideEffects()) {
            throw StatusException.badRequest(
                    "admission webhook " + GoQuote.quote(hook.name()) + " does not support dry run");
        }
        Optional<WebhookReview.Answer> answer = calls.ask(invocation, true);
        return answer.isPresent() && !answer.get().patch().isEmpty() && patch(invocation, answer.get());
    }

    private boolean patch(Invocation invocation, WebhookReview.Answer answer) {
        String hook = invocation.hook().name();
        JsonPatch patch;
        try {
            patch = JsonPatch.parse(Json.parse(answer.patch().getBytes(StandardCharsets.UTF_8)));
        } catch (JsonSyntaxException | StatusException e) {
            return calls.failed(
                    invocation,
                    new WebhookCallException("received undecodable patch in webhook response: " + e.getMessage()));
        }
        if (patch.size() == 0) {
            return false;
        }
        ObjectNode object = invocation.request().object();
        if (object == null) {
            throw StatusException.internal("admission webhook " + GoQuote.quote(hook)
                    + " attempted to modify the object, which is not supported for this operation");
        }
        if (!answer.patchType().equals("JSONPatch")) {
            return calls.failed(
                    invocation,
                    new WebhookCallException("unsupported patch type " + GoQuote.quote(answer.patchType())));
        }
        return replace(invocation, object, patch);
    }

    private boolean replace(Invocation invocation, ObjectNode object, JsonPatch patch) {
        AdmissionAttributes request = invocation.request();
        ObjectNode shown = forms.convert(
                object.deepCopy(), request.resource(), invocation.form().resource());
        ObjectNode next;
        try {
            JsonNode patched = patch.apply(shown);
            if (!(patched instanceof ObjectNode tree)) {
                throw new IllegalArgumentException("the patched object is none");
            }
            ObjectNode decoded = forms.decode(tree, invocation.form().resource(), request.subresource());
            next = forms.convert(decoded, invocation.form().resource(), request.resource());
        } catch (StatusException e) {
            throw StatusException.internal(
                    String.valueOf(e.status().path("message").asText()));
        } catch (IllegalArgumentException e) {
            throw StatusException.internal(String.valueOf(e.getMessage()));
        }
        boolean changed = !next.equals(object);
        object.removeAll();
        object.setAll(next);
        return changed;
    }
}
