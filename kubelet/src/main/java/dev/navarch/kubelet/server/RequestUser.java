package dev.navarch.kubelet.server;

import java.util.List;
import java.util.Map;

/** Who asks. */
record RequestUser(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    static final RequestUser ANONYMOUS =
            new RequestUser("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

    RequestUser {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }
}
