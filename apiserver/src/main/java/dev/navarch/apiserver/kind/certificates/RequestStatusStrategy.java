package dev.navarch.apiserver.kind.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The subresources through which a request is approved and its certificate is set. */
final class RequestStatusStrategy implements ResourceStrategy {

    /** What may be written. */
    enum Part {
        CERTIFICATE,
        APPROVAL
    }

    private final Part part;

    RequestStatusStrategy(Part part) {
        this.part = part;
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode request, ObjectNode old) {
        request.set("spec", old.path("spec").deepCopy());
        if (part == Part.CERTIFICATE) {
            keep(request, old, "Approved");
            keep(request, old, "Denied");
        }
        setTimes(request, old);
        if (part == Part.APPROVAL) {
            JsonNode conditions = request.path("status").path("conditions");
            ObjectNode status = old.path("status").isObject()
                    ? (ObjectNode) old.path("status").deepCopy()
                    : request.objectNode();
            status.remove("conditions");
            if (conditions.isArray()) {
                status.set("conditions", conditions);
            }
            request.set("status", status);
        }
    }

    /** Approval cannot be changed here; were an instance added or removed, validation says so. */
    private static void keep(ObjectNode request, ObjectNode old, String type) {
        List<Integer> before = RequestValidation.indexesOf(old, type);
        List<Integer> now = RequestValidation.indexesOf(request, type);
        if (before.size() == now.size() && request.path("status").get("conditions") instanceof ArrayNode conditions) {
            for (int i = 0; i < now.size(); i++) {
                conditions.set(
                        now.get(i),
                        old.path("status").path("conditions").get(before.get(i)).deepCopy());
            }
        }
    }

    private static void setTimes(ObjectNode request, ObjectNode old) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode condition : request.path("status").path("conditions")) {
            if (!(condition instanceof ObjectNode fields)) {
                continue;
            }
            if (!fields.hasNonNull("lastUpdateTime")) {
                fields.put("lastUpdateTime", now);
            }
            if (!fields.hasNonNull("lastTransitionTime")) {
                fields.put("lastTransitionTime", formerTransition(fields, old, now));
            }
        }
    }

    private static String formerTransition(ObjectNode condition, ObjectNode old, String otherwise) {
        for (JsonNode former : old.path("status").path("conditions")) {
            if (former.path("type").equals(condition.path("type"))
                    && former.path("status").equals(condition.path("status"))
                    && former.hasNonNull("lastTransitionTime")) {
                return former.path("lastTransitionTime").asText();
            }
        }
        return otherwise;
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode request, ObjectNode old) {
        return new ArrayList<>(
                RequestValidation.ofUpdated(request, old, part == Part.APPROVAL, part == Part.CERTIFICATE));
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return List.of();
    }

    @Override
    public Set<String> resetFields() {
        return Set.of("spec", part == Part.CERTIFICATE ? "status/conditions" : "status/certificate");
    }
}
