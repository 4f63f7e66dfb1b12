package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.registry.ObjectReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks which pods of a namespace would not be admitted under a new level. Bounded in number and time. */
final class ExistingPods {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final int MOST_PODS = 3000;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private ExistingPods() {}

    static List<String> warnings(ObjectReader reader, String namespace, LevelVersion level) {
        List<ObjectNode> pods = byController(reader.list(PODS, namespace));
        Map<String, Set<String>> podsByReason = new TreeMap<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        int checked = 0;
        for (ObjectNode pod : pods) {
            if (checked == MOST_PODS || System.nanoTime() > end) {
                break;
            }
            List<Violation> violations = PodSecurityStandards.violations(level, pod.path("metadata"), pod.path("spec"));
            if (!violations.isEmpty()) {
                podsByReason
                        .computeIfAbsent(Violation.reasons(violations), key -> new TreeSet<>())
                        .add(ObjectMeta.name(pod));
            }
            checked++;
        }
        var warnings = new ArrayList<String>();
        if (checked < pods.size()) {
            warnings.add("new PodSecurity enforce level only checked against the first " + checked + " of "
                    + pods.size() + " existing pods");
        }
        if (!podsByReason.isEmpty()) {
            warnings.add("existing pods in namespace " + FieldValue.quote(namespace)
                    + " violate the new PodSecurity enforce level " + FieldValue.quote(level.toString()));
        }
        var texts = new TreeSet<String>();
        podsByReason.forEach((reason, names) -> texts.add(text(new TreeSet<>(names), reason)));
        warnings.addAll(texts);
        return warnings;
    }

    private static String text(SortedSet<String> names, String reason) {
        String others = switch (names.size()) {
            case 1 -> "";
            case 2 -> " (and 1 other pod)";
            default -> " (and " + (names.size() - 1) + " other pods)";
        };
        return names.first() + others + ": " + reason;
    }

    /** One pod of each controller first: its others are alike. */
    private static List<ObjectNode> byController(List<ObjectNode> pods) {
        var first = new ArrayList<ObjectNode>();
        var rest = new ArrayList<ObjectNode>();
        var seen = new HashSet<String>();
        for (ObjectNode pod : pods) {
            String controller = ObjectMeta.controller(pod)
                    .map(owner -> owner.path("uid").asText(""))
                    .orElse("");
            (controller.isEmpty() || seen.add(controller) ? first : rest).add(pod);
        }
        first.addAll(rest);
        return first;
    }
}
