package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.Containers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The quality of service class of a pod, by the cpu and memory that it asks for. */
final class QualityOfService {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QualityOfService() {}

    static String of(ObjectNode spec) {
        ObjectNode podLevel = Fields.object(spec, "resources");
        if (podLevel != null && !podLevel.isEmpty()) {
            return of(List.of(spec));
        }
        return of(Containers.regular(spec));
    }

    private static String of(List<ObjectNode> owners) {
        boolean any = false;
        boolean guaranteed = true;
        for (ObjectNode owner : owners) {
            ObjectNode resources = Fields.object(owner, "resources");
            ObjectNode requests = Fields.object(resources, "requests");
            ObjectNode limits = Fields.object(resources, "limits");
            any |= asks(requests) || asks(limits);
            for (String name : COUNTED) {
                Quantity limit = quantity(limits, name);
                guaranteed &= limit != null && limit.equals(requestOr(requests, name, limit));
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    private static Quantity requestOr(@Nullable ObjectNode requests, String name, Quantity limit) {
        Quantity request = quantity(requests, name);
        return request == null ? limit : request;
    }

    private static boolean asks(@Nullable ObjectNode list) {
        return COUNTED.stream().anyMatch(name -> quantity(list, name) != null);
    }

    private static @Nullable Quantity quantity(@Nullable ObjectNode list, String name) {
        if (list == null) {
            return null;
        }
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            if (entry.getKey().equals(name)) {
                Quantity quantity = Quantity.parse(entry.getValue().asText());
                return quantity.signum() > 0 ? quantity : null;
            }
        }
        return null;
    }
}
