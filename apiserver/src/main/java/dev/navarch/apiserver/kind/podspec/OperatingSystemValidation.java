package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Fields that mean nothing on the operating system that a pod says it is for. */
final class OperatingSystemValidation {

    private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
    private static final List<String> SYSTEMS = List.of("linux", "windows");
    private static final List<String> CONTAINER_FIELDS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");

    private OperatingSystemValidation() {}

    static void check(Field spec) {
        Field os = spec.get("os");
        if (!os.isSet()) {
            return;
        }
        switch (os.get("name").text()) {
            case "" -> os.get("name").required();
            case "linux" -> linux(spec);
            case "windows" -> windows(spec);
            default -> os.get("name").shownAt(os.path()).notSupported(SYSTEMS);
        }
    }

    private static void linux(Field spec) {
        noWindowsOptions(spec);
        PodValidationOptions.containers(spec).forEach(OperatingSystemValidation::noWindowsOptions);
    }

    private static void noWindowsOptions(Field owner) {
        Field options = owner.get("securityContext").get("windowsOptions");
        if (options.isSet()) {
            options.forbidden("windows options cannot be set for a linux pod");
        }
    }

    private static void windows(Field spec) {
        Field context = spec.get("securityContext");
        for (Field field : List.of(
                context.get("appArmorProfile"),
                context.get("seLinuxOptions"),
                spec.get("hostUsers"),
                trueOnly(spec.get("hostPID")),
                trueOnly(spec.get("hostIPC")),
                context.get("seccompProfile"),
                context.get("fsGroup"),
                context.get("fsGroupChangePolicy"),
                context.get("sysctls"),
                spec.get("shareProcessNamespace"),
                context.get("runAsUser"),
                context.get("runAsGroup"),
                context.get("supplementalGroups"),
                context.get("supplementalGroupsPolicy"),
                context.get("seLinuxChangePolicy"))) {
            refuse(field);
        }
        for (Field container : PodValidationOptions.containers(spec)) {
            CONTAINER_FIELDS.forEach(
                    name -> refuse(container.get("securityContext").get(name)));
        }
    }

    private static Field trueOnly(Field flag) {
        return flag.isTrue() ? flag : Field.at(null, flag.path(), flag.errors());
    }

    private static void refuse(Field field) {
        if (field.isSet()) {
            field.forbidden(NOT_ON_WINDOWS);
        }
    }
}
