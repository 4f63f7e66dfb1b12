package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Names which parts of a pod break a rule. */
final class Offenders {

    private final List<String> parts = new ArrayList<>();

    /** All containers of a pod, those that run first first. */
    static List<JsonNode> containers(JsonNode spec) {
        var all = new ArrayList<JsonNode>();
        for (String list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            spec.path(list).forEach(all::add);
        }
        return all;
    }

    /** Names of the containers that break a rule. */
    static List<String> named(JsonNode spec, Predicate<JsonNode> breaks) {
        return containers(spec).stream()
                .filter(breaks)
                .map(container -> container.path("name").asText())
                .toList();
    }

    /** Of the security context of the pod, or of a container. */
    static JsonNode securityContext(JsonNode owner) {
        return owner.path("securityContext");
    }

    void add(String part) {
        parts.add(part);
    }

    void addContainers(List<String> names) {
        if (!names.isEmpty()) {
            parts.add(containersText(names));
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Such as {@code pod and containers "a", "b"}. */
    @Override
    public String toString() {
        return String.join(" and ", parts);
    }

    static String containersText(Collection<String> names) {
        return plural("container", names) + " " + quoted(names);
    }

    static String plural(String singular, Collection<?> things) {
        return things.size() == 1 ? singular : singular + "s";
    }

    static String quoted(Collection<String> texts) {
        return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
    }
}
