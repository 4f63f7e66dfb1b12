package dev.navarch.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.ObjectReader.Event;
import dev.navarch.crds.definition.Definition;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

    private final Definitions definitions = new Definitions(name -> {});

    @Test
    void a_definition_that_is_gone_does_not_come_back_by_a_late_word_of_a_write() {
        definitions.accept(new Event(Event.Type.ADDED, definition("one", 1)));
        definitions.accept(new Event(Event.Type.DELETED, definition("one", 2)));
        definitions.remember(new Definition(definition("one", 2)));
        assertNull(definitions.find("ships.example.com"));
    }

    @Test
    void a_write_to_a_definition_is_no_word_of_the_next_of_that_name() {
        definitions.accept(new Event(Event.Type.ADDED, definition("two", 5)));
        definitions.remember(new Definition(definition("one", 9)));
        assertEquals("two", known().uid());
    }

    @Test
    void a_write_is_known_before_the_watch_tells_of_it() {
        definitions.accept(new Event(Event.Type.ADDED, definition("one", 1)));
        ObjectNode written = definition("one", 2);
        definitions.remember(new Definition(written));
        assertEquals(written, known().object());
    }

    private Definition known() {
        Definition known = definitions.find("ships.example.com");
        assertNotNull(known);
        return known;
    }

    private static ObjectNode definition(String uid, long version) {
        return HttpsRequests.json("{'metadata':{'name':'ships.example.com','uid':'" + uid + "','resourceVersion':'"
                + version + "'},'spec':{'group':'example.com'}}");
    }
}
