package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;

/** What is done when a container has started and when it is to stop. */
final class Lifecycle {

    private Lifecycle() {}

    static void check(Field lifecycle, PodSurroundings pod) {
        if (lifecycle.get("postStart").isSet()) {
            Handlers.ofLifecycle(lifecycle.get("postStart"), pod.gracePeriod());
        }
        if (lifecycle.get("preStop").isSet()) {
            Handlers.ofLifecycle(lifecycle.get("preStop"), pod.gracePeriod());
        }
    }
}
