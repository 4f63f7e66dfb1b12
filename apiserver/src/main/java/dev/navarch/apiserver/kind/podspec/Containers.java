package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.ArrayList;
import java.util.List;

/** The containers of a pod specification. */
public final class Containers {

    private Containers() {}

    /** All of them: init containers, containers, ephemeral containers. */
    public static List<ObjectNode> all(ObjectNode podSpec) {
        List<ObjectNode> all = new ArrayList<>(Fields.objects(podSpec, "initContainers"));
        all.addAll(Fields.objects(podSpec, "containers"));
        all.addAll(Fields.objects(podSpec, "ephemeralContainers"));
        return all;
    }

    /** Init containers and containers. */
    public static List<ObjectNode> regular(ObjectNode podSpec) {
        List<ObjectNode> regular = new ArrayList<>(Fields.objects(podSpec, "initContainers"));
        regular.addAll(Fields.objects(podSpec, "containers"));
        return regular;
    }

    /** An init container that goes on running beside the others. */
    public static boolean isSidecar(ObjectNode initContainer) {
        return Fields.text(initContainer, "restartPolicy").equals("Always");
    }
}
