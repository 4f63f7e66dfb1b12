package dev.navarch.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexesTest {

    @Test
    void text_is_read_and_written_in_the_shortest_form() {
        for (String text : List.of("", "0", "0,1", "0-2", "1,3-5,7", "0,2-10")) {
            assertEquals(text, Indexes.parse(text, 100).toString());
        }
        assertEquals("0-3", Indexes.parse("0,1,2,3", 100).toString());
    }

    @Test
    void what_is_beyond_the_completions_or_unreadable_is_left_out() {
        assertEquals("1,3,4", Indexes.parse("1,3-9,12", 5).toString());
        assertEquals("2", Indexes.parse("x,2,3-y", 5).toString());
    }

    @Test
    void sets_are_joined() {
        assertEquals(
                "0-6,8", Indexes.parse("1-3,8", 9).with(List.of(5, 0, 4, 6)).toString());
        assertEquals(5, Indexes.parse("1-3,8,9", 10).total());
        assertEquals(2, Indexes.parse("1-3,8", 10).sharedWith(Indexes.parse("3-8", 10)));
        assertTrue(Indexes.parse("1-3", 9).has(2));
        assertFalse(Indexes.parse("1-3", 9).has(4));
    }

    @Test
    void the_lowest_free_indexes_come_first() {
        assertEquals(List.of(0, 3, 5), Indexes.parse("1,2,4", 9).firstMissing(3, 9));
        assertEquals(List.of(0, 3), Indexes.parse("1,2,4", 5).firstMissing(9, 5));
    }
}
