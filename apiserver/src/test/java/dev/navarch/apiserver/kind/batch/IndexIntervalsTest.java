package dev.navarch.apiserver.kind.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexIntervalsTest {

    @Test
    void intervals_count_both_of_their_ends() throws IndexIntervals.Malformed {
        assertEquals(5, IndexIntervals.count("1,3-5,7", 8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1-2-3 | the fragment \"1-2-3\" violates the requirement that an index interval can have at most two"
                        + " parts separated by '-'",
                "x | cannot convert string to integer for index: \"x\"",
                "9 | too large index: \"9\"",
                "5-3 | non-increasing order, previous: 5, current: 3",
                "3,3 | non-increasing order, previous: 3, current: 3",
            })
    void complains(String text, String problem) {
        assertEquals(
                problem,
                assertThrows(IndexIntervals.Malformed.class, () -> IndexIntervals.count(text, 8))
                        .text());
    }

    @Test
    void sets_that_share_an_index_overlap() {
        assertEquals(
                "failedIndexes and completedIndexes overlap at index: 4",
                assertThrows(IndexIntervals.Malformed.class, () -> IndexIntervals.apart("1-4", "4-6", 8))
                        .text());
    }
}
