package dev.navarch.apiserver.admission.noderestriction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A kubelet asks only for token audiences that its pod's volumes want, or that it is explicitly allowed (KEP-4412). */
final class TokenAudiences {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final GroupResource DRIVERS = new GroupResource("storage.k8s.io", "csidrivers");

    private final ObjectReader reader;
    private final Authorizer authorizer;

    TokenAudiences(ObjectReader reader, Authorizer authorizer) {
        this.reader = reader;
        this.authorizer = authorizer;
    }

    void check(JsonNode tokenSpec, ObjectNode pod, AdmissionAttributes attributes) {
        JsonNode asked = tokenSpec.path("audiences");
        if (asked.size() > 1) {
            throw attributes.forbidden("node may only request 0 or 1 audiences");
        }
        String audience = asked.isEmpty() ? "" : asked.get(0).asText("");
        var problems = new LinkedHashSet<String>();
        if (isWanted(pod, audience, problems)) {
            return;
        }
        String quoted = FieldValue.quote(audience);
        if (!problems.isEmpty()) {
            String text = problems.size() == 1 ? problems.iterator().next() : "[" + String.join(", ", problems) + "]";
            throw attributes.forbidden("error validating audience " + quoted + ": " + text);
        }
        var request = Attributes.resource(
                attributes.user(),
                "request-serviceaccounts-token-audience",
                "",
                "v1",
                audience,
                "",
                attributes.namespace(),
                attributes.name());
        if (!authorizer.authorize(request).isAllowed()) {
            throw attributes.forbidden("audience " + quoted + " not found in pod spec volume, "
                    + attributes.user().name() + " is not authorized to request tokens for this audience");
        }
    }

    private boolean isWanted(ObjectNode pod, String audience, Set<String> problems) {
        String namespace = pod.path("metadata").path("namespace").asText("");
        String podName = pod.path("metadata").path("name").asText("");
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                JsonNode token = source.path("serviceAccountToken");
                if (token.isObject() && token.path("audience").asText("").equals(audience)) {
                    return true;
                }
            }
            Optional<String> driver = driverOf(volume, namespace, podName, problems);
            if (driver.isPresent() && driverWants(driver.get(), audience, problems)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> driverOf(JsonNode volume, String namespace, String podName, Set<String> problems) {
        if (volume.path("ephemeral").path("volumeClaimTemplate").isObject()) {
            return driverOfClaim(namespace, podName + "-" + volume.path("name").asText(), problems);
        }
        if (volume.path("persistentVolumeClaim").isObject()) {
            return driverOfClaim(
                    namespace,
                    volume.path("persistentVolumeClaim").path("claimName").asText(""),
                    problems);
        }
        String driver = volume.path("csi").path("driver").asText("");
        return driver.isEmpty() ? Optional.empty() : Optional.of(driver);
    }

    private Optional<String> driverOfClaim(String namespace, String name, Set<String> problems) {
        Optional<ObjectNode> claim = reader.get(CLAIMS, namespace, name);
        if (claim.isEmpty()) {
            problems.add("persistentvolumeclaim " + FieldValue.quote(name) + " not found");
            return Optional.empty();
        }
        String volumeName = claim.get().path("spec").path("volumeName").asText("");
        Optional<ObjectNode> volume = reader.get(VOLUMES, "", volumeName);
        if (volume.isEmpty()) {
            problems.add("persistentvolume " + FieldValue.quote(volumeName) + " not found");
            return Optional.empty();
        }
        String driver = volume.get().path("spec").path("csi").path("driver").asText("");
        return driver.isEmpty() ? Optional.empty() : Optional.of(driver);
    }

    private boolean driverWants(String driver, String audience, Set<String> problems) {
        Optional<ObjectNode> found = reader.get(DRIVERS, "", driver);
        if (found.isEmpty()) {
            problems.add("csidriver.storage.k8s.io " + FieldValue.quote(driver) + " not found");
            return false;
        }
        List<String> wanted = new ArrayList<>();
        found.get()
                .path("spec")
                .path("tokenRequests")
                .forEach(request -> wanted.add(request.path("audience").asText("")));
        return wanted.contains(audience);
    }
}
