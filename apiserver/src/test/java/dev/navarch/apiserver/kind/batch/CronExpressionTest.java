package dev.navarch.apiserver.kind.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/5 0-6/2 1,15 jan-DEC ?",
                "0 0 * * sun",
                "@daily",
                "@every 1h30m",
                "TZ=Europe/Berlin 0 1 * * *",
                "5/10 , * * *"
            })
    void is_a_schedule(String text) {
        assertEquals(Optional.empty(), CronExpression.problem(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "* * * * | expected exactly 5 fields, found 4: [* * * *]",
                "60 * * * * | end of range (60) above maximum (59): 60",
                "* * 0 * * | beginning of range (0) below minimum (1): 0",
                "* 5-2 * * * | beginning of range (5) beyond end of range (2): 5-2",
                "*/0 * * * * | step of range should be a positive number: */0",
                "1-2-3 * * * * | too many hyphens: 1-2-3",
                "1/2/3 * * * * | too many slashes: 1/2/3",
                "x * * * * | failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax",
                "@often | unrecognized descriptor: @often",
                "TZ=Nowhere/At 0 1 * * * | provided bad location Nowhere/At: unknown time zone Nowhere/At",
            })
    void is_no_schedule(String text, String problem) {
        assertEquals(Optional.of(problem), CronExpression.problem(text));
    }

    @Test
    void nothing_is_no_schedule() {
        assertEquals(Optional.of("empty spec string"), CronExpression.problem(""));
    }
}
