package dev.navarch.api.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x in (foo,,baz),y,z notin ()|x in (,baz,foo),y,z notin ()",
                "a=b|a=b",
                "a == b|a=b",
                "a!=b,!c|a!=b,!c",
                "a>1,b<2|a>1,b<2",
                "a=|a=",
                "in=notin|in=notin",
                "b,a|a,b",
            })
    void label_selectors_print_as_upstream(String selector, String printed) throws Exception {
        assertEquals(printed, LabelSelector.parse(selector).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b|unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "a>x|unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
                ",a|found ',', expected: !, identifier, or 'end of string'",
                "a,|found '', expected: identifier after ','",
                "a in b|unable to parse requirement: found 'b' expected: '('",
                "a=b c|found 'c', expected: ',' or 'end of string'",
            })
    void bad_label_selectors_are_refused_in_upstreams_words(String selector, String message) {
        assertEquals(
                message,
                assertThrows(SelectorSyntaxException.class, () -> LabelSelector.parse(selector))
                        .text());
    }

    @Test
    void labels_match() throws Exception {
        Map<String, String> labels = Map.of("a", "1", "b", "x");
        assertTrue(LabelSelector.parse("a in (1,2),b!=y,!c").matches(labels));
        assertTrue(LabelSelector.parse("a>0").matches(labels));
        assertFalse(LabelSelector.parse("a notin (1)").matches(labels));
        assertTrue(LabelSelector.parse("c notin (1)").matches(labels));
        assertTrue(LabelSelector.EVERYTHING.matches(labels));
    }

    @Test
    void field_selectors_parse_and_match() throws Exception {
        FieldSelector selector = FieldSelector.parse("metadata.name=a\\,b,spec.nodeName!=");
        assertEquals("metadata.name=a\\,b,spec.nodeName!=", selector.toString());
        assertTrue(selector.matches(Map.of("metadata.name", "a,b", "spec.nodeName", "n")));
        assertFalse(selector.matches(Map.of("metadata.name", "a,b")));
        assertEquals(
                "invalid selector: 'a'; can't understand 'a'",
                assertThrows(SelectorSyntaxException.class, () -> FieldSelector.parse("a"))
                        .text());
    }
}
