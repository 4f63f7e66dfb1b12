package dev.navarch.apiserver.kind.flowcontrol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.bootstrap.BootstrapFacts;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowControlRulesTest {

    private static ObjectNode builtIn(String kind, String name) {
        return BootstrapFacts.flowControl().stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> level(ObjectNode level) {
        return Place.check(level, PriorityLevelRules::check).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void all_that_is_there_at_the_start_is_right() {
        for (ObjectNode object : BootstrapFacts.flowControl()) {
            boolean isSchema = object.path("kind").asText().equals("FlowSchema");
            assertEquals(
                    List.of(),
                    Place.check(object, isSchema ? FlowSchemaRules::check : PriorityLevelRules::check),
                    object.at("/metadata/name").asText());
        }
    }

    @Test
    void the_catch_all_level_cannot_be_changed() {
        ObjectNode level = builtIn("PriorityLevelConfiguration", "catch-all");
        level.withObject("/spec/limited").put("nominalConcurrencyShares", 6);
        assertEquals(
                List.of("spec: Invalid value: {\"Type\":\"Limited\",\"Limited\":{\"NominalConcurrencyShares\":6,"
                        + "\"LimitResponse\":{\"Type\":\"Reject\",\"Queuing\":null},\"LendablePercent\":0,"
                        + "\"BorrowingLimitPercent\":null},\"Exempt\":null}: spec of 'catch-all' must equal the fixed"
                        + " value"),
                level(level));
    }

    @Test
    void a_hand_is_not_larger_than_there_are_queues() {
        ObjectNode level = builtIn("PriorityLevelConfiguration", "workload-low");
        level.withObject("/metadata").put("name", "mine");
        level.withObject("/spec/limited/limitResponse/queuing").put("queues", 2);
        assertEquals(
                List.of("spec.limited.limitResponse.queuing.handSize: Invalid value: 6: should not be greater than"
                        + " queues (2)"),
                level(level));
    }

    @Test
    void only_the_exempt_schema_comes_first() {
        ObjectNode schema = builtIn("FlowSchema", "exempt");
        schema.withObject("/metadata").put("name", "mine");
        assertEquals(
                List.of("spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have"
                        + " matchingPrecedence 1"),
                Place.check(schema, FlowSchemaRules::check).stream()
                        .map(Object::toString)
                        .toList());
    }
}
