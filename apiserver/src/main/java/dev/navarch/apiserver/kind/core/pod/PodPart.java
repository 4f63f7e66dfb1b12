package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A subresource through which one part of a pod's specification changes, which otherwise is fixed: what else is sent is
 * dropped, and the pod has a new generation when that part has changed.
 */
abstract class PodPart implements ResourceStrategy {

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        ObjectNode kept = Fields.objectOrNew(old, "spec").deepCopy();
        take(Fields.objectOrNew(pod, "spec"), kept);
        pod.set("spec", kept);
        if (old.has("status")) {
            pod.set("status", old.get("status"));
        } else {
            pod.remove("status");
        }
        keepMetadata(ObjectMeta.metadata(pod), old.path("metadata"));
        if (!kept.equals(old.get("spec"))) {
            ObjectMeta.setGeneration(pod, ObjectMeta.generation(old) + 1);
        }
    }

    private static void keepMetadata(ObjectNode metadata, JsonNode before) {
        List<String> names = new ArrayList<>();
        metadata.fieldNames().forEachRemaining(names::add);
        before.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            boolean own = name.equals("managedFields") || name.equals("resourceVersion");
            if (!own && before.has(name)) {
                metadata.set(name, before.get(name));
            } else if (!own) {
                metadata.remove(name);
            }
        }
    }

    /** Moves the part from the specification that was sent to the one that stays. */
    abstract void take(ObjectNode sent, ObjectNode kept);

    static PodPart ephemeralContainers() {
        return new PodPart() {
            @Override
            void take(ObjectNode sent, ObjectNode kept) {
                move(sent, kept, "ephemeralContainers");
            }
        };
    }

    /** The resources of containers and what a change of them does; containers stay the same ones. */
    static PodPart resources() {
        return new PodPart() {
            @Override
            void take(ObjectNode sent, ObjectNode kept) {
                for (String list : List.of("containers", "initContainers")) {
                    Map<String, ObjectNode> byName = new HashMap<>();
                    Fields.objects(sent, list).forEach(c -> byName.put(Fields.text(c, "name"), c));
                    for (ObjectNode container : Fields.objects(kept, list)) {
                        ObjectNode from = byName.get(Fields.text(container, "name"));
                        if (from != null) {
                            move(from, container, "resources");
                            move(from, container, "resizePolicy");
                        }
                    }
                }
                move(sent, kept, "resources");
            }
        };
    }

    private static void move(ObjectNode from, ObjectNode to, String field) {
        if (Fields.isSet(from, field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }
}
