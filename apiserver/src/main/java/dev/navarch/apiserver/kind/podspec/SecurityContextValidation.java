package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.volumes.RelativePaths;
import java.util.List;

/** The security context of a container, and the parts that a pod's has, too. */
final class SecurityContextValidation {

    private static final int MAX_PROFILE_PATH = 4095;
    private static final List<String> PROFILE_TYPES = List.of("Localhost", "RuntimeDefault", "Unconfined");
    private static final List<String> PROC_MOUNTS = List.of("Default", "Unmasked");

    private SecurityContextValidation() {}

    static void check(Field context, boolean hostUsers) {
        if (!context.isSet()) {
            return;
        }
        userAndGroup(context);
        Field procMount = context.get("procMount");
        procMount.oneOfIfSet(PROC_MOUNTS);
        if (hostUsers && procMount.is("Unmasked")) {
            procMount.invalid("`hostUsers` must be false to use `Unmasked`");
        }
        seccomp(context.get("seccompProfile"));
        escalation(context);
        WindowsValidation.options(context.get("windowsOptions"));
        appArmor(context.get("appArmorProfile"));
    }

    static void userAndGroup(Field context) {
        context.get("runAsUser").inRange(0, Integer.MAX_VALUE);
        context.get("runAsGroup").inRange(0, Integer.MAX_VALUE);
    }

    private static void escalation(Field context) {
        if (!context.get("allowPrivilegeEscalation").isFalse()) {
            return;
        }
        if (context.get("privileged").isTrue()) {
            context.invalid(
                    InternalForm.of("SecurityContext", context.value()),
                    "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        for (String capability : context.get("capabilities").get("add").texts()) {
            if (capability.equals("CAP_SYS_ADMIN")) {
                context.invalid(
                        InternalForm.of("SecurityContext", context.value()),
                        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
            }
        }
    }

    static void seccomp(Field profile) {
        if (!profile.isSet()) {
            return;
        }
        Field type = profile.get("type");
        if (type.isZero()) {
            type.required("type is required when seccompProfile is set");
        } else {
            type.oneOf(PROFILE_TYPES);
        }
        Field path = profile.get("localhostProfile");
        if (type.is("Localhost")) {
            if (path.isSet()) {
                RelativePaths.descending(path);
            } else {
                path.required("must be set when seccomp type is Localhost");
            }
        } else if (path.isSet()) {
            path.invalid(
                    InternalForm.of("SeccompProfile", profile.value()),
                    "can only be set when seccomp type is Localhost");
        }
    }

    static void appArmor(Field profile) {
        if (!profile.isSet()) {
            return;
        }
        Field type = profile.get("type");
        Field path = profile.get("localhostProfile");
        switch (type.text()) {
            case "Localhost" -> appArmorPath(path);
            case "RuntimeDefault", "Unconfined" -> {
                if (path.isSet()) {
                    path.invalid("can only be set when AppArmor type is Localhost");
                }
            }
            case "" -> type.required("type is required when appArmorProfile is set");
            default -> type.notSupported(PROFILE_TYPES);
        }
    }

    private static void appArmorPath(Field path) {
        if (!path.isSet()) {
            path.required("must be set when AppArmor type is Localhost");
            return;
        }
        if (!path.text().strip().equals(path.text())) {
            path.invalid("must not be padded with whitespace");
        } else if (path.text().isEmpty()) {
            path.required("must be set when AppArmor type is Localhost");
        }
        if (path.text().length() > MAX_PROFILE_PATH) {
            path.tooLong(MAX_PROFILE_PATH);
        }
    }
}
