package dev.navarch.apiserver.admission.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.authorization.node.PodReferences;
import dev.navarch.apiserver.registry.ObjectReader;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Runs every pod as a service account that exists, with the account's token mounted and its pull secrets set. */
public final class ServiceAccount implements AdmissionPlugin {

    private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Duration WAIT_FOR_DEFAULT = Duration.ofMillis(150);
    private static final int ATTEMPTS_FOR_DEFAULT = 10;

    private final ObjectReader reader;

    public ServiceAccount(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "ServiceAccount";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "pods") || attributes.operation() != Operation.CREATE) {
            return;
        }
        ObjectNode pod = attributes.requireObject();
        if (isMirror(pod)) {
            validate(attributes);
            return;
        }
        ObjectNode spec = pod.withObject("/spec");
        String name = spec.path("serviceAccountName").asText("");
        if (name.isEmpty()) {
            name = "default";
            spec.put("serviceAccountName", name);
            spec.put("serviceAccount", name);
        }
        ObjectNode account = accountOf(attributes, name);
        if (wantsToken(account, spec)) {
            TokenVolume.mount(spec);
        }
        if (spec.path("imagePullSecrets").isEmpty()
                && !account.path("imagePullSecrets").isEmpty()) {
            ArrayNode secrets = spec.putArray("imagePullSecrets");
            account.path("imagePullSecrets").forEach(secret -> secrets.add(secret.deepCopy()));
        }
        validate(attributes);
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isFor("", "pods")) {
            return;
        }
        boolean ephemeral =
                attributes.subresource().equals("ephemeralcontainers") && attributes.operation() == Operation.UPDATE;
        boolean created = attributes.subresource().isEmpty() && attributes.operation() == Operation.CREATE;
        if (!ephemeral && !created) {
            return;
        }
        ObjectNode pod = attributes.requireObject();
        if (created && isMirror(pod)) {
            validateMirror(attributes, pod.path("spec"));
            return;
        }
        String name = pod.path("spec").path("serviceAccountName").asText("");
        if (name.isEmpty()) {
            throw attributes.forbidden("no service account specified for pod " + attributes.namespace() + "/"
                    + pod.path("metadata").path("name").asText(""));
        }
        ObjectNode account = accountOf(attributes, name);
        if (enforcesMountableSecrets(account)) {
            var secrets = new MountableSecrets(account);
            Optional<String> refusal =
                    ephemeral ? secrets.refuseEphemeral(pod.path("spec")) : secrets.refuse(pod.path("spec"));
            refusal.ifPresent(text -> {
                throw attributes.forbidden(text);
            });
        }
    }

    private static void validateMirror(AdmissionAttributes attributes, JsonNode spec) {
        if (!spec.path("serviceAccountName").asText("").isEmpty()) {
            throw attributes.forbidden("a mirror pod may not reference service accounts");
        }
        if (!PodReferences.secrets(spec).isEmpty()) {
            throw attributes.forbidden("a mirror pod may not reference secrets");
        }
        for (JsonNode volume : spec.path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.path("serviceAccountToken").isObject()) {
                    throw attributes.forbidden("a mirror pod may not use ServiceAccountToken volume projections");
                }
            }
        }
    }

    private ObjectNode accountOf(AdmissionAttributes attributes, String name) {
        String namespace = attributes.namespace();
        Optional<ObjectNode> found = reader.get(SERVICE_ACCOUNTS, namespace, name)
                .or(() -> reader.getLatest(SERVICE_ACCOUNTS, namespace, name));
        // The default account is made by a controller a moment after its namespace.
        for (int i = 1; found.isEmpty() && name.equals("default") && i < ATTEMPTS_FOR_DEFAULT; i++) {
            try {
                Thread.sleep(WAIT_FOR_DEFAULT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            found = reader.getLatest(SERVICE_ACCOUNTS, namespace, name);
        }
        return found.orElseThrow(() -> attributes.forbidden("error looking up service account " + namespace + "/" + name
                + ": serviceaccount \"" + name + "\" not found"));
    }

    private static boolean wantsToken(ObjectNode account, JsonNode spec) {
        for (JsonNode owner : new JsonNode[] {spec, account}) {
            JsonNode choice = owner.path("automountServiceAccountToken");
            if (choice.isBoolean()) {
                return choice.booleanValue();
            }
        }
        return true;
    }

    private static boolean enforcesMountableSecrets(ObjectNode account) {
        return TRUE.contains(account.path("metadata")
                .path("annotations")
                .path("kubernetes.io/enforce-mountable-secrets")
                .asText(""));
    }

    private static boolean isMirror(ObjectNode pod) {
        return pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
    }
}
