package dev.navarch.apiserver.admission.podsecurity;

import static dev.navarch.apiserver.admission.podsecurity.Offenders.containers;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.containersText;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.named;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.plural;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.quoted;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.securityContext;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What hardly any workload needs and what would give it its node. */
final class BaselineChecks {

    private static final Set<String> DEFAULT_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");
    private static final String APP_ARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    private BaselineChecks() {}

    static Optional<Violation> appArmor(JsonNode metadata, JsonNode spec) {
        var setters = new Offenders();
        var values = new TreeSet<String>();
        if (isBadAppArmor(spec, values)) {
            setters.add("pod");
        }
        setters.addContainers(named(spec, container -> isBadAppArmor(container, values)));
        var annotations = new TreeSet<String>();
        metadata.path("annotations").properties().forEach(entry -> {
            String value = entry.getValue().asText();
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (entry.getKey().startsWith(APP_ARMOR_ANNOTATION) && !allowed) {
                annotations.add(entry.getKey() + "=" + FieldValue.quote(value));
            }
        });
        List<String> all = new ArrayList<>(values);
        if (!annotations.isEmpty()) {
            all.addAll(annotations);
            setters.add(plural("annotation", annotations));
        }
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        plural("forbidden AppArmor profile", all),
                        setters + " must not set AppArmor profile type to " + quoted(all)));
    }

    private static boolean isBadAppArmor(JsonNode owner, Set<String> values) {
        JsonNode profile = securityContext(owner).path("appArmorProfile");
        String type = profile.path("type").asText("");
        boolean bad = profile.isObject() && !type.equals("RuntimeDefault") && !type.equals("Localhost");
        if (bad) {
            values.add(type);
        }
        return bad;
    }

    static Optional<Violation> capabilities(JsonNode metadata, JsonNode spec) {
        var forbidden = new TreeSet<String>();
        List<String> names = named(spec, container -> {
            boolean bad = false;
            for (JsonNode added :
                    securityContext(container).path("capabilities").path("add")) {
                if (!DEFAULT_CAPABILITIES.contains(added.asText())) {
                    forbidden.add(added.asText());
                    bad = true;
                }
            }
            return bad;
        });
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "non-default capabilities",
                        containersText(names) + " must not include " + quoted(forbidden)
                                + " in securityContext.capabilities.add"));
    }

    static Optional<Violation> hostNamespaces(JsonNode metadata, JsonNode spec) {
        var used = new ArrayList<String>();
        for (String field : new String[] {"hostNetwork", "hostPID", "hostIPC"}) {
            if (spec.path(field).asBoolean()) {
                used.add(field + "=true");
            }
        }
        return used.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", used)));
    }

    static Optional<Violation> hostPathVolumes(JsonNode metadata, JsonNode spec) {
        var volumes = new ArrayList<String>();
        for (JsonNode volume : spec.path("volumes")) {
            if (volume.path("hostPath").isObject()) {
                volumes.add(volume.path("name").asText());
            }
        }
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("hostPath volumes", plural("volume", volumes) + " " + quoted(volumes)));
    }

    static Optional<Violation> hostPorts(JsonNode metadata, JsonNode spec) {
        var ports = new TreeSet<String>();
        List<String> names = named(spec, container -> {
            boolean bad = false;
            for (JsonNode port : container.path("ports")) {
                if (port.path("hostPort").asInt() != 0) {
                    ports.add(port.path("hostPort").asText());
                    bad = true;
                }
            }
            return bad;
        });
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostPort",
                        containersText(names) + (names.size() == 1 ? " uses " : " use ") + plural("hostPort", ports)
                                + " " + String.join(", ", ports)));
    }

    static Optional<Violation> probeHosts(JsonNode metadata, JsonNode spec) {
        var hosts = new TreeSet<String>();
        var names = new TreeSet<String>();
        for (JsonNode container : containers(spec)) {
            var own = new TreeSet<String>();
            for (String probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
                addHosts(container.path(probe), own);
            }
            addHosts(container.path("lifecycle").path("postStart"), own);
            addHosts(container.path("lifecycle").path("preStop"), own);
            if (!own.isEmpty()) {
                names.add(container.path("name").asText());
                hosts.addAll(own);
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "probe or lifecycle host",
                        containersText(names) + (names.size() == 1 ? " uses " : " use ")
                                + plural("probe or lifecycle host", hosts) + " " + quoted(hosts)));
    }

    private static void addHosts(JsonNode handler, Set<String> hosts) {
        for (String action : new String[] {"httpGet", "tcpSocket"}) {
            String host = handler.path(action).path("host").asText("");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
    }

    static Optional<Violation> privileged(JsonNode metadata, JsonNode spec) {
        List<String> names = named(
                spec, container -> securityContext(container).path("privileged").asBoolean());
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "privileged", containersText(names) + " must not set securityContext.privileged=true"));
    }

    static Optional<Violation> procMount(JsonNode metadata, JsonNode spec) {
        var types = new TreeSet<String>();
        List<String> names = named(spec, container -> {
            JsonNode mount = securityContext(container).path("procMount");
            boolean bad = mount.isTextual() && !mount.asText().equals("Default");
            if (bad) {
                types.add(mount.asText());
            }
            return bad;
        });
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "procMount",
                        containersText(names) + " must not set securityContext.procMount to " + quoted(types)));
    }

    static PodCheck seLinux(Set<String> allowedTypes) {
        return (metadata, spec) -> {
            var setters = new Offenders();
            var types = new TreeSet<String>();
            var fields = new TreeSet<String>();
            if (isBadSeLinux(spec, allowedTypes, types, fields)) {
                setters.add("pod");
            }
            setters.addContainers(named(spec, container -> isBadSeLinux(container, allowedTypes, types, fields)));
            if (setters.isEmpty()) {
                return Optional.empty();
            }
            var data = new ArrayList<String>();
            if (!types.isEmpty()) {
                data.add(plural("type", types) + " " + quoted(types));
            }
            for (String field : new String[] {"user", "role"}) {
                if (fields.contains(field)) {
                    data.add(field + " may not be set");
                }
            }
            return Optional.of(new Violation(
                    "seLinuxOptions",
                    setters + " set forbidden securityContext.seLinuxOptions: " + String.join("; ", data)));
        };
    }

    private static boolean isBadSeLinux(JsonNode owner, Set<String> allowed, Set<String> types, Set<String> fields) {
        JsonNode options = securityContext(owner).path("seLinuxOptions");
        boolean bad = false;
        String type = options.path("type").asText("");
        if (!type.isEmpty() && !allowed.contains(type)) {
            types.add(type);
            bad = true;
        }
        for (String field : new String[] {"user", "role"}) {
            if (!options.path(field).asText("").isEmpty()) {
                fields.add(field);
                bad = true;
            }
        }
        return bad;
    }

    static PodCheck sysctls(Set<String> allowed) {
        return (metadata, spec) -> {
            var forbidden = new ArrayList<String>();
            for (JsonNode sysctl : securityContext(spec).path("sysctls")) {
                String name = sysctl.path("name").asText("");
                if (!allowed.contains(name)) {
                    forbidden.add(name);
                }
            }
            return forbidden.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Violation("forbidden sysctls", String.join(", ", forbidden)));
        };
    }

    static Optional<Violation> windowsHostProcess(JsonNode metadata, JsonNode spec) {
        var setters = new Offenders();
        if (isHostProcess(spec)) {
            setters.add("pod");
        }
        setters.addContainers(named(spec, BaselineChecks::isHostProcess));
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostProcess", setters + " must not set securityContext.windowsOptions.hostProcess=true"));
    }

    private static boolean isHostProcess(JsonNode owner) {
        return securityContext(owner).path("windowsOptions").path("hostProcess").asBoolean();
    }
}
