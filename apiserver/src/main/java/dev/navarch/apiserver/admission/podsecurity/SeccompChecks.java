package dev.navarch.apiserver.admission.podsecurity;

import static dev.navarch.apiserver.admission.podsecurity.Offenders.containers;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.containersText;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.named;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.plural;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.quoted;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.securityContext;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which system call filters a pod may choose, and whether it must have one. */
final class SeccompChecks {

    private static final String REASON = "seccompProfile";
    private static final String POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";

    private SeccompChecks() {}

    /** Before 1.19 profiles were annotations. */
    static Optional<Violation> annotations(JsonNode metadata, JsonNode spec) {
        var forbidden = new TreeSet<String>();
        JsonNode annotations = metadata.path("annotations");
        addForbidden(annotations, POD_ANNOTATION, forbidden);
        for (JsonNode container : containers(spec)) {
            addForbidden(
                    annotations, CONTAINER_ANNOTATION + container.path("name").asText(), forbidden);
        }
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        REASON, "forbidden " + plural("annotation", forbidden) + " " + String.join(", ", forbidden)));
    }

    private static void addForbidden(JsonNode annotations, String key, Set<String> forbidden) {
        if (annotations.has(key)) {
            String value = annotations.path(key).asText();
            boolean allowed =
                    value.equals("runtime/default") || value.equals("docker/default") || value.startsWith("localhost/");
            if (!allowed) {
                forbidden.add(key + "=" + FieldValue.quote(value));
            }
        }
    }

    /** None may be switched off. */
    static Optional<Violation> baseline(JsonNode metadata, JsonNode spec) {
        var setters = new Offenders();
        var values = new TreeSet<String>();
        if (isBad(spec, values)) {
            setters.add("pod");
        }
        setters.addContainers(named(spec, container -> isBad(container, values)));
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        REASON, setters + " must not set securityContext.seccompProfile.type to " + quoted(values)));
    }

    /** Each container must have one. */
    static Optional<Violation> restricted(JsonNode metadata, JsonNode spec) {
        Optional<Violation> explicit = baseline(metadata, spec);
        if (explicit.isPresent() || hasProfile(spec)) {
            return explicit;
        }
        List<String> without = named(spec, container -> !hasProfile(container));
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        REASON,
                        "pod or " + containersText(without)
                                + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                                + " \"Localhost\""));
    }

    private static boolean hasProfile(JsonNode owner) {
        return securityContext(owner).path("seccompProfile").isObject();
    }

    private static boolean isBad(JsonNode owner, Set<String> values) {
        String type = securityContext(owner).path("seccompProfile").path("type").asText("");
        boolean bad = hasProfile(owner) && !type.equals("RuntimeDefault") && !type.equals("Localhost");
        if (bad) {
            values.add(type);
        }
        return bad;
    }
}
