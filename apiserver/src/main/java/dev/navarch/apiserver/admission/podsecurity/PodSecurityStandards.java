package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.admission.podsecurity.LevelVersion.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which rules belong to which level as of which release. */
final class PodSecurityStandards {

    /** The last release that changed a rule; newer ones are judged by it. */
    private static final int NEWEST = 35;

    private static final int FOREVER = Integer.MAX_VALUE;

    private static final Set<String> SELINUX_TYPES = Set.of("container_t", "container_init_t", "container_kvm_t");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start");
    private static final Set<String> SYSCTLS_27 = with(SYSCTLS, "net.ipv4.ip_local_reserved_ports");
    private static final Set<String> SYSCTLS_29 = with(
            SYSCTLS_27,
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final Set<String> SYSCTLS_32 = with(SYSCTLS_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");

    /** Holds from one release until before another; a restricted rule may stand in for a baseline one. */
    private record Rule(String id, Level level, int since, int until, PodCheck check, String replaces) {

        boolean holdsFor(int minor) {
            return since <= minor && minor < until;
        }
    }

    /** In the order in which violations are told. */
    private static final List<Rule> RULES = List.of(
            baseline("appArmorProfile", 0, FOREVER, BaselineChecks::appArmor),
            baseline("capabilities", 0, FOREVER, BaselineChecks::capabilities),
            baseline("hostNamespaces", 0, FOREVER, BaselineChecks::hostNamespaces),
            baseline("hostPathVolumes", 0, FOREVER, BaselineChecks::hostPathVolumes),
            baseline("hostPorts", 0, FOREVER, BaselineChecks::hostPorts),
            baseline("hostProbes", 34, FOREVER, BaselineChecks::probeHosts),
            baseline("privileged", 0, FOREVER, BaselineChecks::privileged),
            baseline("procMount", 0, 35, BaselineChecks::procMount),
            baseline("procMount", 35, FOREVER, unlessUserNamespace(BaselineChecks::procMount)),
            baseline("seLinuxOptions", 0, 31, BaselineChecks.seLinux(SELINUX_TYPES)),
            baseline("seLinuxOptions", 31, FOREVER, BaselineChecks.seLinux(with(SELINUX_TYPES, "container_engine_t"))),
            baseline("seccompProfile", 0, 19, SeccompChecks::annotations),
            baseline("seccompProfile", 19, FOREVER, SeccompChecks::baseline),
            baseline("sysctls", 0, 27, BaselineChecks.sysctls(SYSCTLS)),
            baseline("sysctls", 27, 29, BaselineChecks.sysctls(SYSCTLS_27)),
            baseline("sysctls", 29, 32, BaselineChecks.sysctls(SYSCTLS_29)),
            baseline("sysctls", 32, FOREVER, BaselineChecks.sysctls(SYSCTLS_32)),
            baseline("windowsHostProcess", 0, FOREVER, BaselineChecks::windowsHostProcess),
            restricted("", 8, 25, RestrictedChecks::privilegeEscalation),
            restricted("", 25, FOREVER, unlessWindows(RestrictedChecks::privilegeEscalation)),
            restricted("capabilities", 22, 25, RestrictedChecks::capabilities),
            restricted("capabilities", 25, FOREVER, unlessWindows(RestrictedChecks::capabilities)),
            restricted("procMount", 35, FOREVER, BaselineChecks::procMount),
            restricted("hostPathVolumes", 0, FOREVER, RestrictedChecks::volumes),
            restricted("", 0, 35, RestrictedChecks::runAsNonRoot),
            restricted("", 35, FOREVER, unlessUserNamespace(RestrictedChecks::runAsNonRoot)),
            restricted("", 23, 35, RestrictedChecks::runAsUser),
            restricted("", 35, FOREVER, unlessUserNamespace(RestrictedChecks::runAsUser)),
            restricted("seccompProfile", 19, 25, SeccompChecks::restricted),
            restricted("seccompProfile", 25, FOREVER, unlessWindows(SeccompChecks::restricted)));

    private PodSecurityStandards() {}

    /** All that is forbidden about the pod; empty when it may run. */
    static List<Violation> violations(LevelVersion wanted, JsonNode metadata, JsonNode spec) {
        if (wanted.isPrivileged()) {
            return List.of();
        }
        int minor = Math.min(wanted.minor(), NEWEST);
        boolean restricted = wanted.level() == Level.RESTRICTED;
        var replaced = new HashSet<String>();
        if (restricted) {
            RULES.stream()
                    .filter(rule -> rule.level() == Level.RESTRICTED && rule.holdsFor(minor))
                    .forEach(rule -> replaced.add(rule.replaces()));
        }
        var violations = new ArrayList<Violation>();
        for (Rule rule : RULES) {
            boolean applies = rule.level() == Level.BASELINE ? !replaced.contains(rule.id()) : restricted;
            if (applies && rule.holdsFor(minor)) {
                Optional<Violation> violation = rule.check().check(metadata, spec);
                violation.ifPresent(violations::add);
            }
        }
        return violations;
    }

    private static Rule baseline(String id, int since, int until, PodCheck check) {
        return new Rule(id, Level.BASELINE, since, until, check, "");
    }

    private static Rule restricted(String replaces, int since, int until, PodCheck check) {
        return new Rule("", Level.RESTRICTED, since, until, check, replaces);
    }

    private static PodCheck unlessWindows(PodCheck check) {
        return check.unlessWindows();
    }

    private static PodCheck unlessUserNamespace(PodCheck check) {
        return check.unlessUserNamespace();
    }

    private static Set<String> with(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
