package dev.navarch.api.schema.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipv4 | 10.0.0.1 | true",
                "ipv4 | 010.0.0.1 | true",
                "ipv4 | 256.0.0.1 | false",
                "ipv4 | ::1 | false",
                "ipv6 | ::1 | true",
                "ipv6 | fe80::1:2 | true",
                "ipv6 | 1:2:3:4:5:6:7:8 | true",
                "ipv6 | 1:2:3:4:5:6:7 | false",
                "ipv6 | 1::2::3 | false",
                "ipv6 | ::ffff:1.2.3.4 | true",
                "ipv6 | fe80::1%eth0 | false",
                "ipv6 | 10.0.0.1 | false",
                "cidr | 10.0.0.0/8 | true",
                "cidr | 10.0.0.0/33 | false",
                "cidr | fd00::/64 | true",
                "cidr | 10.0.0.0 | false",
                "mac | 00:00:5e:00:53:01 | true",
                "mac | 00-00-5E-00-53-01 | true",
                "mac | 0000.5e00.5301 | true",
                "mac | 00:00:5e:00:53 | false",
                "uuid | 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | true",
                "uuid | 6BA7B8109DAD11D180B400C04FD430C8 | true",
                "uuid4 | 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | false",
                "uuid | x | false",
                "date | 2026-02-28 | true",
                "date | 2026-02-29 | false",
                "date | 26-2-1 | false",
                "date-time | 2026-01-01T00:00:00Z | true",
                "date-time | 2026-01-01T00:00:00.123+01:00 | true",
                "date-time | 2026-01-01 00:00:00Z | false",
                "date-time | 2026-01-01T24:00:00Z | false",
                "duration | 1h30m | true",
                "duration | 22 minutes | true",
                "duration | 1 fortnight | false",
                "duration | 1.5h | true",
                "email | a@b.c | true",
                "email | Some One <a@b.c> | true",
                "email | a | false",
                "hostname | example.com | true",
                "hostname | -x | false",
                "uri | http://x.io/a?b | true",
                "uri | /a | true",
                "uri | x.io | false",
                "uri | http://x:y | false",
                "isbn | 978-0321751041 | true",
                "isbn10 | 0321751043 | true",
                "isbn13 | 978-0321751042 | false",
                "creditcard | 4111 1111 1111 1111 | true",
                "creditcard | 4111 1111 1111 1112 | false",
                "ssn | 123-45-6789 | true",
                "ssn | 1234 | false",
                "hexcolor | #FFFFFF | true",
                "hexcolor | #FFFF | false",
                "rgbcolor | rgb(255,255,255) | true",
                "rgbcolor | rgb(256,0,0) | false",
                "byte | aGk= | true",
                "byte | a | false",
                "bsonobjectid | 507f1f77bcf86cd799439011 | true",
                "k8s-short-name | a-b | true",
                "k8s-short-name | a.b | false",
                "k8s-long-name | a.b | true",
                "password | x | true",
            })
    void judges_as_upstream(String format, String text, boolean valid) {
        assertTrue(Formats.isKnown(format));
        assertEquals(valid, Formats.matches(format, text), format + " " + text);
    }

    @Test
    void formats_that_upstream_does_not_know_are_no_restriction() {
        assertFalse(Formats.isKnown("quantity"));
        assertTrue(Formats.matches("quantity", "x"));
    }
}
