package dev.navarch.apiserver.admission.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** For accounts that enforce it: a pod may use only the secrets which its account lists. */
final class MountableSecrets {

    private final String account;
    private final Set<String> mountable = new HashSet<>();
    private final Set<String> pullable = new HashSet<>();

    MountableSecrets(ObjectNode account) {
        this.account = account.path("metadata").path("name").asText();
        account.path("secrets")
                .forEach(secret -> mountable.add(secret.path("name").asText()));
        account.path("imagePullSecrets")
                .forEach(secret -> pullable.add(secret.path("name").asText()));
    }

    Optional<String> refuse(JsonNode spec) {
        for (JsonNode volume : spec.path("volumes")) {
            String secret = volume.path("secret").path("secretName").asText("");
            if (volume.path("secret").isObject() && !mountable.contains(secret)) {
                return Optional.of("volume with secret.secretName=\"" + secret
                        + "\" is not allowed because service account " + account + " does not reference that secret");
            }
        }
        return refuseContainers("init container", spec.path("initContainers"))
                .or(() -> refuseContainers("container", spec.path("containers")))
                .or(() -> refusePullSecrets(spec.path("imagePullSecrets")));
    }

    Optional<String> refuseEphemeral(JsonNode spec) {
        return refuseContainers("ephemeral container", spec.path("ephemeralContainers"));
    }

    private Optional<String> refuseContainers(String kind, JsonNode containers) {
        for (JsonNode container : containers) {
            String where = kind + " " + container.path("name").asText();
            for (JsonNode env : container.path("env")) {
                JsonNode reference = env.path("valueFrom").path("secretKeyRef");
                if (reference.isObject()
                        && !mountable.contains(reference.path("name").asText(""))) {
                    return Optional.of(
                            refusal(where + " with envVar " + env.path("name").asText(), reference));
                }
            }
            for (JsonNode source : container.path("envFrom")) {
                JsonNode reference = source.path("secretRef");
                if (reference.isObject()
                        && !mountable.contains(reference.path("name").asText(""))) {
                    return Optional.of(refusal(where + " with envFrom", reference));
                }
            }
        }
        return Optional.empty();
    }

    private String refusal(String where, JsonNode reference) {
        return where + " referencing secret.secretName=\""
                + reference.path("name").asText("") + "\" is not allowed because service account " + account
                + " does not reference that secret";
    }

    private Optional<String> refusePullSecrets(JsonNode secrets) {
        for (int i = 0; i < secrets.size(); i++) {
            String name = secrets.get(i).path("name").asText("");
            if (!pullable.contains(name)) {
                return Optional.of("imagePullSecrets[" + i + "].name=\"" + name
                        + "\" is not allowed because service account " + account
                        + " does not reference that imagePullSecret");
            }
        }
        return Optional.empty();
    }
}
