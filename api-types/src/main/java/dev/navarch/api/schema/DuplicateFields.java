package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import dev.navarch.api.json.Json;
import java.io.IOException;
import java.util.List;

/** Finds fields that a document says twice, whatever it is. */
public final class DuplicateFields {

    private DuplicateFields() {}

    /** Of each duplicate what upstream says: {@code duplicate field "spec.a"}. */
    public static List<String> of(byte[] json) {
        try (JsonParser parser = Json.parser(json)) {
            var tree = new SortedTreeReader(parser);
            tree.read();
            return tree.duplicates();
        } catch (IOException e) {
            throw Json.explain(json, e);
        }
    }
}
