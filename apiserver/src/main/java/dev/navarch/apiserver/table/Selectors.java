package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.selector.LabelSelector;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels and selectors as cells. */
final class Selectors {

    private Selectors() {}

    /** {@code a=b,c=d} in order of the keys. */
    static String labels(JsonNode labels) {
        if (labels.isEmpty()) {
            return "<none>";
        }
        var sorted = new TreeMap<String, String>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().asText("")));
        return sorted.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    static String selector(JsonNode selector) {
        String text = bare(selector);
        return text.isEmpty() ? "<none>" : text;
    }

    /** As Deployments show it: empty if it selects all. */
    static String bare(JsonNode selector) {
        return LabelSelector.of(selector).toString();
    }
}
