package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The security context of a pod. */
final class PodSecurityValidation {

    private static final int MAX_SYSCTL = 253;
    private static final String SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String SYSCTL = "^(" + SYSCTL_SEGMENT + "[\\./])*" + SYSCTL_SEGMENT + "$";
    private static final Pattern SYSCTL_NAME = Pattern.compile(SYSCTL);
    private static final Set<String> IPC_SYSCTLS = Set.of(
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced",
            "kernel.shm",
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.msg");
    private static final List<String> GROUP_CHANGES = List.of("Always", "OnRootMismatch");
    private static final List<String> GROUP_POLICIES = List.of("Merge", "Strict");

    private PodSecurityValidation() {}

    static void check(Field spec, PodValidationOptions options) {
        Field context = spec.get("securityContext");
        if (!context.isSet()) {
            return;
        }
        context.get("fsGroup").inRange(0, Integer.MAX_VALUE);
        SecurityContextValidation.userAndGroup(context);
        context.items("supplementalGroups").forEach(group -> group.inRange(0, Integer.MAX_VALUE));
        if (spec.get("shareProcessNamespace").isTrue() && spec.get("hostPID").isTrue()) {
            context.get("shareProcessNamespace")
                    .invalid(true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        sysctls(spec, context.get("sysctls"), options);
        context.get("fsGroupChangePolicy").oneOfIfSet(GROUP_CHANGES);
        SecurityContextValidation.seccomp(context.get("seccompProfile"));
        WindowsValidation.options(context.get("windowsOptions"));
        SecurityContextValidation.appArmor(context.get("appArmorProfile"));
        context.get("supplementalGroupsPolicy").oneOfIfSet(GROUP_POLICIES);
        context.get("seLinuxChangePolicy")
                .oneOfIfSet(
                        options.selinuxChangePolicies() ? List.of("MountOption", "Recursive") : List.of("Recursive"));
    }

    private static void sysctls(Field spec, Field sysctls, PodValidationOptions options) {
        Set<String> names = new HashSet<>();
        for (Field sysctl : sysctls.items()) {
            Field name = sysctl.get("name");
            if (name.isZero()) {
                name.required();
            } else if (name.text().length() > MAX_SYSCTL
                    || !SYSCTL_NAME.matcher(name.text()).matches()) {
                name.invalid("must have at most " + MAX_SYSCTL + " characters and match regex " + SYSCTL);
            } else if (names.contains(name.text())) {
                name.duplicate();
            }
            if (!options.hostSysctls()) {
                sharedNamespace(spec, name);
            }
            names.add(name.text());
        }
    }

    /** Complains of settings of namespaces that the pod has from the host. */
    static void hostSysctls(Field spec) {
        spec.get("securityContext").items("sysctls").forEach(sysctl -> sharedNamespace(spec, sysctl.get("name")));
    }

    private static void sharedNamespace(Field spec, Field name) {
        String normal = normalized(name.text());
        int star = normal.indexOf('*');
        String prefix = star < 0 ? normal : normal.substring(0, star);
        boolean ipc = IPC_SYSCTLS.contains(prefix) || prefix.startsWith("fs.mqueue.");
        if (spec.get("hostNetwork").isTrue() && prefix.startsWith("net.")) {
            name.invalid("may not be specified when 'hostNetwork' is true");
        } else if (spec.get("hostIPC").isTrue() && ipc) {
            name.invalid("may not be specified when 'hostIPC' is true");
        }
    }

    /** Names may have slashes for dots and the other way round; the first separator tells. */
    private static String normalized(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        if (slash < 0 || (dot >= 0 && dot < slash)) {
            return name;
        }
        return name.replace('.', '\0').replace('/', '.').replace('\0', '/');
    }
}
