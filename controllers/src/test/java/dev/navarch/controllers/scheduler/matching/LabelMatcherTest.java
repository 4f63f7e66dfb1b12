package dev.navarch.controllers.scheduler.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelMatcherTest {

    private static boolean matches(String operator, List<String> values, Map<String, String> labels) {
        return LabelMatcher.of(List.of(Requirement.of("k", operator, values))).matches(labels);
    }

    @Test
    void absent_selector_matches_nothing_and_empty_one_everything() {
        assertFalse(LabelMatcher.of((LabelSelector) null).matches(Map.of()));
        assertTrue(LabelMatcher.of(new LabelSelector()).matches(Map.of("a", "b")));
    }

    @Test
    void not_in_matches_where_the_label_is_absent() {
        assertTrue(matches("NotIn", List.of("a"), Map.of()));
        assertFalse(matches("NotIn", List.of("a"), Map.of("k", "a")));
        assertFalse(matches("In", List.of("a"), Map.of()));
    }

    @Test
    void numbers_are_compared_as_numbers() {
        assertTrue(matches("Gt", List.of("9"), Map.of("k", "10")));
        assertFalse(matches("Lt", List.of("9"), Map.of("k", "10")));
        assertFalse(matches("Gt", List.of("9"), Map.of("k", "ten")));
    }

    @Test
    void unknown_operator_is_refused() {
        LabelSelector selector = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey("k")
                .withOperator("Like")
                .withValues("a")
                .endMatchExpression()
                .build();
        assertEquals(
                "\"Like\" is not a valid label selector operator",
                assertThrows(IllegalArgumentException.class, () -> LabelMatcher.of(selector))
                        .getMessage());
    }
}
