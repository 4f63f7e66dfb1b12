package dev.navarch.kubelet.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    private static final Map<String, String> VALUES =
            Map.of("VAR_A", "A", "VAR_B", "B", "VAR_REF", "$(VAR_A)", "E", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|plain",
                "$(VAR_A)|A",
                "___$(VAR_B)___|___B___",
                "$(VAR_A)$(VAR_B)|AB",
                "$$(VAR_A)|$(VAR_A)",
                "$$$(VAR_A)|$A",
                "$$$$(VAR_A)|$$(VAR_A)",
                "$(MISSING)|$(MISSING)",
                "$(VAR_REF)|$(VAR_A)",
                "x$(E)y|xy",
                "$VAR_A|$VAR_A",
                "$(VAR_A|$(VAR_A",
                "f000-$$VAR_A|f000-$VAR_A",
                "ends with $|ends with $",
                "$()|$()",
            })
    void names_in_brackets_are_replaced_and_a_doubled_dollar_is_one(String text, String expanded) {
        assertEquals(expanded, Expansion.expand(text, VALUES::get));
    }
}
