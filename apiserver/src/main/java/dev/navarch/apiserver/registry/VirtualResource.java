package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A resource whose objects are not stored, but found out when they are asked for. */
public interface VirtualResource {

    /** All there are now, ordered by name, complete with apiVersion, kind and name. */
    List<ObjectNode> objects();
}
