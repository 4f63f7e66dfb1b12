package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;

/** What a pod whose users are not those of the host cannot have of the host. */
final class UserNamespaceValidation {

    private static final String DETAIL = "when `hostUsers` is false";

    private UserNamespaceValidation() {}

    static void check(Field spec, PodValidationOptions options) {
        if (!spec.get("hostUsers").isFalse()) {
            return;
        }
        if (!options.hostNetworkInUserNamespace() && spec.get("hostNetwork").isTrue()) {
            spec.get("hostNetwork").forbidden(DETAIL);
        }
        if (spec.get("hostPID").isTrue()) {
            spec.get("hostPID", "HostPID").forbidden(DETAIL);
        }
        if (spec.get("hostIPC").isTrue()) {
            spec.get("hostIPC", "HostIPC").forbidden(DETAIL);
        }
        if (options.devicesInUserNamespace()) {
            return;
        }
        for (Field container : PodValidationOptions.containers(spec)) {
            if (container.get("volumeDevices").size() > 0) {
                container.get("volumeDevices").forbidden(DETAIL);
            }
        }
    }
}
