package dev.navarch.apiserver.kind.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpRulesTest {

    private static List<String> complaints(String text, Consumer<Place> rules) {
        var errors = new ArrayList<FieldError>();
        rules.accept(Place.of(TextNode.valueOf(text), "f", errors));
        String shown = "f: Invalid value: \"" + text + "\": ";
        return errors.stream()
                .map(FieldError::toString)
                .map(error -> error.startsWith(shown) ? error.substring(shown.length()) : error)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10.0.0.1 | ",
                "2001:db8::1 | ",
                "10.0.0.256 | must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                "010.0.0.1 | must not have leading 0s",
                "::ffff:1.2.3.4 | must not be an IPv4-mapped IPv6 address",
                "2001:DB8::1 | must be in canonical form (\"2001:db8::1\")",
            })
    void addresses_are_canonical(String text, String complaint) {
        assertEquals(complaint == null ? List.of() : List.of(complaint), complaints(text, IpRules::address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10.0.0.0/8 | ",
                "10.0.0.0 | must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                "10.0.0.0/33 | must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                "10.0.0.0/08 | must not have leading 0s in IP or prefix length",
                "10.0.0.1/8 | must not have bits set beyond the prefix length",
                "2001:DB8::/64 | must be in canonical form (\"2001:db8::/64\")",
            })
    void ranges_are_canonical(String text, String complaint) {
        assertEquals(complaint == null ? List.of() : List.of(complaint), complaints(text, IpRules::range));
    }

    @Test
    void what_was_there_before_may_stay() {
        assertEquals(List.of(), complaints("010.0.0.1", place -> IpRules.legacyAddress(place, List.of("010.0.0.1"))));
    }

    @Test
    void endpoints_are_neither_loopback_nor_link_local() {
        assertEquals(
                List.of("may not be in the loopback range (127.0.0.0/8, ::1/128)"),
                complaints("127.0.0.1", IpRules::endpoint));
        assertEquals(
                List.of("may not be in the link-local range (169.254.0.0/16, fe80::/10)"),
                complaints("fe80::1", IpRules::endpoint));
    }

    @Test
    void a_range_in_another_is_smaller_than_it() {
        assertTrue(IpRules.strictlyContains("10.0.0.0/8", "10.1.0.0/16"));
        assertFalse(IpRules.strictlyContains("10.0.0.0/8", "10.0.0.0/8"));
        assertFalse(IpRules.strictlyContains("10.0.0.0/8", "11.0.0.0/16"));
    }

    @Test
    void ambiguous_ranges_are_warned_of() {
        assertEquals(
                List.of("p: CIDR value \"10.0.0.1/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or"
                        + " \"10.0.0.1/32\"?)"),
                IpRules.rangeWarnings("p", "10.0.0.1/8"));
        assertEquals(
                List.of("p: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")"),
                IpRules.addressWarnings("p", "2001:DB8::1"));
    }

    @Test
    void families_are_told_apart() {
        assertEquals(Optional.of(true), IpRules.isIpv6("fd00::/64"));
        assertEquals(Optional.of(false), IpRules.isIpv6("10.0.0.1"));
        assertEquals(Optional.empty(), IpRules.isIpv6("x"));
    }
}
