package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.GroupVersionKind;
import java.util.Map;
import java.util.Optional;

/** The served kinds that upstream advises against, with what each request to them is warned of. */
final class Deprecations {

    private static final Map<GroupVersionKind, String> WARNINGS = Map.of(
            new GroupVersionKind("", "v1", "ComponentStatus"),
            "v1 ComponentStatus is deprecated in v1.19+",
            new GroupVersionKind("", "v1", "Endpoints"),
            "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");

    private Deprecations() {}

    static Optional<String> warning(GroupVersionKind kind) {
        return Optional.ofNullable(WARNINGS.get(kind));
    }
}
