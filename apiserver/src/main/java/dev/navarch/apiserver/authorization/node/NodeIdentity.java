package dev.navarch.apiserver.authorization.node;

import dev.navarch.apiserver.request.UserInfo;
import java.util.Optional;

/** Which node a user is: {@code system:node:<name>} in the group {@code system:nodes}. */
public final class NodeIdentity {

    private static final String PREFIX = "system:node:";

    private NodeIdentity() {}

    /** The node's name, which may be empty; nothing for a user that is no node. */
    public static Optional<String> of(UserInfo user) {
        return user.name().startsWith(PREFIX) && user.groups().contains(UserInfo.NODES)
                ? Optional.of(user.name().substring(PREFIX.length()))
                : Optional.empty();
    }
}
