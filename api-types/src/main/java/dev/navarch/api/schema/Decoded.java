package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A decoded object.
 *
 * @param object as it looks after Go has read and written it; the caller's to change
 * @param strictErrors unknown and duplicate fields in upstream's words and order, 100 at most: an error with
 *     {@code fieldValidation=Strict}, warnings with {@code Warn}, nothing with {@code Ignore}
 */
public record Decoded(ObjectNode object, List<String> strictErrors) {

    public Decoded {
        strictErrors = List.copyOf(strictErrors);
    }
}
