package dev.navarch.api.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "1000m,1",
        "0.5,500m",
        "1Gi,1Gi",
        "1024Mi,1Gi",
        "1.5Gi,1536Mi",
        "1000,1k",
        "1500,1500",
        "1e3,1e3",
        "1000e3,1e6",
        "100,100",
        "0.1m,100u",
        "0.0000000001,1n",
        "-1500m,-1500m",
        "1E,1E",
        "1e1,10",
        "+1,+1",
        "1.,1.",
        "0.1Ki,102400m",
        "2048,2048",
        "1000k,1M",
        "3000000Ki,3000000Ki",
        "0Gi,0",
        "100m,100m",
        "0.001,1m"
    })
    void texts_become_canonical(String text, String canonical) {
        assertEquals(canonical, Quantity.canonical(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "1 ", " 1", "1GiB", "1.2.3", "--1", "1e", "Gi"})
    void other_texts_are_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Quantity.parse(text));
    }

    @Test
    void amounts_add_up_in_the_first_ones_form() {
        assertEquals(
                "1536Mi", Quantity.parse("1Gi").plus(Quantity.parse("512Mi")).toString());
        assertEquals("500m", Quantity.parse("1").minus(Quantity.parse("500m")).toString());
        assertEquals("1Gi", Quantity.ZERO.plus(Quantity.parse("1Gi")).toString());
        assertEquals(1, Quantity.parse("100m").longValue());
        assertEquals(100, Quantity.parse("100m").milliValue());
        assertEquals(Quantity.parse("1000m"), Quantity.parse("1"));
    }
}
