package dev.navarch.apiserver.table;

import java.util.Optional;

/** What each row carries of its object: the query parameter {@code includeObject}. */
public enum IncludeObject {
    NONE,
    METADATA,
    OBJECT;

    /** An empty value means metadata; none for a value that is not known. */
    public static Optional<IncludeObject> parse(String value) {
        return switch (value) {
            case "None" -> Optional.of(NONE);
            case "", "Metadata" -> Optional.of(METADATA);
            case "Object" -> Optional.of(OBJECT);
            default -> Optional.empty();
        };
    }
}
