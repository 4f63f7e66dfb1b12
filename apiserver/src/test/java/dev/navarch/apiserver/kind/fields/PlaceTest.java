package dev.navarch.apiserver.kind.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private final ObjectNode budget =
            Json.object().put("apiVersion", "policy/v1").put("kind", "PodDisruptionBudget");

    private List<String> complaints(Consumer<Place> rules) {
        return Place.check(budget, rules).stream().map(FieldError::toString).toList();
    }

    @Test
    void paths_name_fields_items_and_keys() {
        budget.putArray("a").addObject().putObject("b").put("k", "v");
        assertEquals(
                List.of("a[0].b[k]: Forbidden: no"),
                complaints(o -> o.get("a").index(0).get("b").key("k").forbidden("no")));
    }

    @Test
    void structs_are_shown_with_go_names_and_all_that_is_unset() {
        budget.putObject("spec").put("minAvailable", 1);
        assertEquals(
                List.of("spec: Invalid value: {\"MinAvailable\":1,\"Selector\":null,\"MaxUnavailable\":null,"
                        + "\"UnhealthyPodEvictionPolicy\":null}: no"),
                complaints(o -> o.get("spec").invalid("no")));
    }

    @Test
    void types_of_the_metadata_package_keep_their_names() {
        budget.putObject("spec").putObject("selector").putObject("matchLabels").put("a", "b");
        assertEquals(
                List.of("spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: no"),
                complaints(o -> o.get("spec", "selector").invalid("no")));
    }

    @Test
    void what_is_not_set_is_shown_as_go_has_it() {
        assertEquals(
                List.of(
                        "status.currentHealthy: Invalid value: 0: no",
                        "spec.unhealthyPodEvictionPolicy: Invalid value: null: no",
                        "metadata.name: Invalid value: \"\": no"),
                complaints(o -> {
                    o.get("status", "currentHealthy").invalid("no");
                    o.get("spec", "unhealthyPodEvictionPolicy").invalid("no");
                    o.get("metadata", "name").invalid("no");
                }));
    }

    @Test
    void an_empty_list_is_the_same_as_none() {
        budget.putObject("spec").putArray("x");
        ObjectNode old = budget.deepCopy();
        old.putObject("spec");
        assertEquals(
                List.of(),
                Place.check(budget, old, (now, then) -> now.get("spec", "x").immutable(then.get("spec", "x"))));
    }
}
