package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.DeprecatedNodeLabels;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients are warned of in a pod or in a template of pods: what is deprecated, and what is legal but hardly meant. */
public final class PodWarnings {

    private static final String NO_SELECTOR = ": a null labelSelector results in matching no pod";
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "scheduler.alpha.kubernetes.io/critical-pod",
            "non-functional in v1.16+; use the \"priorityClassName\" field instead",
            "security.alpha.kubernetes.io/sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
            "security.alpha.kubernetes.io/unsafe-sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead");
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String NO_SECCOMP = ": non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private final List<String> warnings = new ArrayList<>();
    private final Field metadata;
    private final Field spec;
    private final boolean isTemplate;

    private PodWarnings(Field owner, boolean isTemplate) {
        this.metadata = owner.get("metadata");
        this.spec = owner.get("spec");
        this.isTemplate = isTemplate;
    }

    public static List<String> ofPod(JsonNode pod) {
        return new PodWarnings(Field.root(pod, List.of()), false).all();
    }

    /**
     * The warnings about a template.
     *
     * @param path where it stands, such as {@code spec.template}
     */
    public static List<String> ofTemplate(JsonNode template, String path) {
        return new PodWarnings(Field.at(template, path, List.of()), true).all();
    }

    private List<String> all() {
        nodeLabels();
        annotations();
        warnings.addAll(VolumeWarnings.of(spec.get("volumes")));
        duplicates("hostAliases", "ip");
        duplicates("imagePullSecrets", "name");
        for (Field secret : spec.items("imagePullSecrets")) {
            if (secret.get("name").isZero()) {
                warn(secret.get("name"), ": invalid empty name \"\"");
            }
        }
        fractions(spec.get("overhead"));
        if (!spec.get("securityContext").get("seccompProfile").isSet()) {
            annotation(SECCOMP_POD, NO_SECCOMP);
        }
        List<Field> containers = PodValidationOptions.containers(spec);
        containers.forEach(this::container);
        ports(containers);
        if (spec.get("terminationGracePeriodSeconds").number() < 0) {
            warn(
                    spec.get("terminationGracePeriodSeconds"),
                    ": must be >= 0; negative values are invalid and will be treated as 1");
        }
        podAffinity("podAffinity");
        podAffinity("podAntiAffinity");
        for (Field server : spec.get("dnsConfig").items("nameservers")) {
            IpAddresses.warning(server.path(), server.text()).ifPresent(warnings::add);
        }
        for (Field alias : spec.items("hostAliases")) {
            IpAddresses.warning(alias.get("ip").path(), alias.get("ip").text()).ifPresent(warnings::add);
        }
        return warnings;
    }

    private void warn(Field field, String text) {
        warnings.add(field.path() + text);
    }

    private void nodeLabels() {
        for (Field label : spec.get("nodeSelector").entries()) {
            DeprecatedNodeLabels.message(label.name()).ifPresent(text -> warn(label, ": " + text));
        }
        Field affinity = spec.get("affinity").get("nodeAffinity");
        Field required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution");
        for (Field term : required.items("nodeSelectorTerms")) {
            warnings.addAll(DeprecatedNodeLabels.inTerm(term, false));
        }
        for (Field term : affinity.items("preferredDuringSchedulingIgnoredDuringExecution")) {
            warnings.addAll(DeprecatedNodeLabels.inTerm(term.get("preference"), true));
        }
        for (Field constraint : spec.items("topologySpreadConstraints")) {
            Field key = constraint.get("topologyKey");
            DeprecatedNodeLabels.message(key.text()).ifPresent(text -> warn(key, ": " + key.text() + " is " + text));
            if (!constraint.get("labelSelector").isSet()) {
                warn(constraint.get("labelSelector"), NO_SELECTOR);
            }
        }
    }

    private void annotations() {
        for (Field annotation : metadata.get("annotations").entries()) {
            String text = ANNOTATIONS.get(annotation.name());
            if (text != null) {
                warn(annotation, ": " + text);
            }
        }
    }

    private void annotation(String key, String text) {
        Field annotation = metadata.get("annotations").key(key);
        if (annotation.isSet()) {
            warn(annotation, text);
        }
    }

    private void duplicates(String list, String field) {
        Set<String> seen = new HashSet<>();
        for (Field item : spec.items(list)) {
            Field value = item.get(field);
            if (!seen.add(value.text())) {
                warn(value, ": duplicate " + field + " " + FieldValue.quote(value.text()));
            }
        }
    }

    private void fractions(Field amounts) {
        for (String name : List.of("memory", "ephemeral-storage")) {
            Field amount = amounts.key(name);
            if (amount.isSet() && isFraction(amount.quantity())) {
                warn(
                        amount,
                        ": fractional byte value " + FieldValue.quote(amount.text())
                                + " is invalid, must be an integer");
            }
        }
    }

    static boolean isFraction(Quantity quantity) {
        return quantity.value().remainder(BigDecimal.ONE).signum() != 0;
    }

    private void container(Field container) {
        String name = container.get("name").text();
        if (!container.get("securityContext").get("seccompProfile").isSet()) {
            annotation(SECCOMP_CONTAINER + name, NO_SECCOMP);
        }
        if (isTemplate
                && !container.get("securityContext").get("appArmorProfile").isSet()) {
            appArmor(metadata.get("annotations").key(PodAnnotations.APP_ARMOR_PREFIX + name));
        }
        for (String list : List.of("limits", "requests")) {
            fractions(container.get("resources").get(list));
        }
        hiddenVariables(container.get("env"));
    }

    private void appArmor(Field annotation) {
        JsonNode podProfile = spec.get("securityContext").get("appArmorProfile").value();
        boolean says = AppArmorAnnotations.profile(annotation.text())
                .map(podProfile::equals)
                .orElse(false);
        if (annotation.isSet() && !says) {
            warn(annotation, AppArmorAnnotations.DEPRECATED);
        }
    }

    private void hiddenVariables(Field variables) {
        Set<String> seen = new HashSet<>();
        for (Field variable : variables.items()) {
            String name = variable.get("name").text();
            if (seen.add(name)) {
                continue;
            }
            String reference = "$(" + name + ")";
            String value = variable.get("value").text();
            if (variable.get("valueFrom").isSet() || value.equals(reference) || !value.contains(reference)) {
                warn(
                        variable,
                        ": hides previous definition of " + FieldValue.quote(name)
                                + ", which may be dropped when using apply");
            }
        }
    }

    private void ports(List<Field> containers) {
        Map<String, List<Field>> taken = new HashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (Field container : containers) {
            container.items("ports").forEach(port -> port(port, taken));
        }
        for (Field container : containers) {
            for (Field port : container.items("ports")) {
                String name = port.get("name").text();
                String other = name.isEmpty() ? null : names.putIfAbsent(name, port.path());
                if (other != null) {
                    warn(
                            port,
                            ": duplicate port name " + FieldValue.quote(name) + " with " + other
                                    + ", services and probes that select ports by name will use " + other);
                }
            }
        }
    }

    private void port(Field port, Map<String, List<Field>> taken) {
        String hostIp = port.get("hostIP").text();
        long hostPort = port.get("hostPort").number();
        String protocol = port.get("protocol").text();
        long number = port.get("containerPort").number();
        if (!hostIp.isEmpty() && hostPort == 0) {
            warn(
                    port,
                    ": hostIP set without hostPort: {Name:" + port.get("name").text() + " HostPort:0 ContainerPort:"
                            + number + " Protocol:" + protocol + " HostIP:" + hostIp + "}");
        }
        List<Field> others = taken.computeIfAbsent(number + "/" + protocol, key -> new ArrayList<>());
        for (Field other : others) {
            String otherIp = other.get("hostIP").text();
            long otherPort = other.get("hostPort").number();
            if (hostIp.equals(otherIp) && hostPort == otherPort) {
                warn(port, ": duplicate port definition with " + other.path());
            } else if (hostPort == 0 || otherPort == 0) {
                warn(port, ": overlapping port definition with " + other.path());
            } else if (hostPort == otherPort && hostIp.isEmpty() != otherIp.isEmpty()) {
                warn(port, ": dangerously ambiguous port definition with " + other.path());
            }
        }
        others.add(port);
    }

    private void podAffinity(String kind) {
        Field affinity = spec.get("affinity").get(kind);
        for (Field term : affinity.items("requiredDuringSchedulingIgnoredDuringExecution")) {
            selector(term);
        }
        for (Field term : affinity.items("preferredDuringSchedulingIgnoredDuringExecution")) {
            selector(term.get("podAffinityTerm"));
        }
    }

    private void selector(Field term) {
        if (!term.get("labelSelector").isSet()) {
            warn(term.get("labelSelector"), NO_SELECTOR);
        }
    }

    /** What is said of a pod's name that is no label of DNS. */
    public static List<String> ofName(String name) {
        List<String> problems = Names.dns1123Label(name);
        return problems.isEmpty()
                ? List.of()
                : List.of(
                        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a"
                                + " DNS label is recommended: [" + String.join(" ", problems) + "]");
    }
}
