package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kubelet's word on a pod: everything but the status stays, owner references included. */
final class PodStatusStrategy implements ResourceStrategy {

    private static final String GENERATION = "observedGeneration";

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        ObjectNode metadata = Fields.objectOrNew(pod, "metadata");
        ObjectNode oldMetadata = Fields.objectOrNew(old, "metadata");
        if (Fields.isSet(oldMetadata, "ownerReferences")) {
            metadata.set("ownerReferences", oldMetadata.get("ownerReferences"));
        } else {
            metadata.remove("ownerReferences");
        }
        ObjectNode status = Fields.objectOrNew(pod, "status");
        ObjectNode oldStatus = Fields.objectOrNew(old, "status");
        keepIfCleared(status, oldStatus, "qosClass");
        keepIfCleared(status, oldStatus, GENERATION);
        keepGenerations(status, oldStatus);
        if (!Fields.isSet(oldStatus, "nodeAllocatableResourceClaimStatuses")) {
            status.remove("nodeAllocatableResourceClaimStatuses");
        }
    }

    private static void keepIfCleared(ObjectNode now, ObjectNode before, String field) {
        if (Fields.isZero(now, field) && !Fields.isZero(before, field)) {
            now.set(field, before.get(field));
        }
    }

    /** Conditions of one type are told apart by their order alone. */
    private static void keepGenerations(ObjectNode status, ObjectNode old) {
        Map<String, Deque<ObjectNode>> before = new HashMap<>();
        for (ObjectNode condition : Fields.objects(old, "conditions")) {
            before.computeIfAbsent(Fields.text(condition, "type"), type -> new ArrayDeque<>())
                    .add(condition);
        }
        for (ObjectNode condition : Fields.objects(status, "conditions")) {
            Deque<ObjectNode> sameType = before.get(Fields.text(condition, "type"));
            ObjectNode match = sameType == null ? null : sameType.poll();
            if (match != null) {
                keepIfCleared(condition, match, GENERATION);
            }
        }
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        return PodStatusValidation.check(pod, old);
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode pod, @Nullable ObjectNode old) {
        Field status = Field.root(pod, List.of()).get("status");
        List<String> warnings = new ArrayList<>();
        for (String list : List.of("podIPs", "hostIPs")) {
            for (Field address : status.items(list)) {
                Field ip = address.get("ip");
                IpAddresses.warning(ip.path(), ip.text()).ifPresent(warnings::add);
            }
        }
        return warnings;
    }
}
