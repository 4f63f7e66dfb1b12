package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the fields that a scale subresource shows hold what it can show. */
final class ScaleChecks {

    private final String specPath;
    private final String statusPath;
    private final String selectorPath;

    /** Takes {@code subresources.scale} of a version; missing where there is none. */
    ScaleChecks(JsonNode scale) {
        this.specPath = scale.path("specReplicasPath").asText("");
        this.statusPath = scale.path("statusReplicasPath").asText("");
        this.selectorPath = scale.path("labelSelectorPath").asText("");
    }

    List<FieldError> spec(JsonNode object) {
        return specPath.isEmpty() ? List.of() : replicas(object, specPath);
    }

    List<FieldError> status(JsonNode object) {
        var errors = new ArrayList<FieldError>();
        if (!statusPath.isEmpty()) {
            errors.addAll(replicas(object, statusPath));
        }
        JsonNode selector = selectorPath.isEmpty() ? null : find(object, selectorPath);
        if (selector != null && !selector.isTextual()) {
            errors.add(FieldError.invalid(selectorPath, "", mismatch(selectorPath, selector, "string")));
        }
        return errors;
    }

    private static List<FieldError> replicas(JsonNode object, String path) {
        JsonNode value = find(object, path);
        if (value == null) {
            return List.of();
        }
        if (!value.isIntegralNumber()) {
            return List.of(FieldError.invalid(path, 0, mismatch(path, value, "int64")));
        }
        long replicas = value.longValue();
        if (replicas < 0) {
            return List.of(FieldError.invalid(path, replicas, "should be a non-negative integer"));
        }
        if (replicas > Integer.MAX_VALUE) {
            return List.of(FieldError.invalid(path, replicas, "should be less than or equal to " + Integer.MAX_VALUE));
        }
        return List.of();
    }

    private static @Nullable JsonNode find(JsonNode object, String path) {
        JsonNode value = object;
        for (String step : path.substring(1).split("\\.", -1)) {
            value = value.get(step);
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static String mismatch(String path, JsonNode value, String wanted) {
        return path + " accessor error: " + value + " is of the type " + typeOf(value) + ", expected " + wanted;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            default -> "<nil>";
        };
    }
}
