package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One field of a message: how it stands in protobuf, in JSON, and in upstream's Go structs. Immutable. */
public final class FieldType {

    /** What one value is. */
    public enum Kind {
        STRING,
        BOOL,
        INT32,
        INT64,
        DOUBLE,
        BYTES,
        MESSAGE
    }

    /** How many values there are. */
    public enum Cardinality {
        ONE,
        REPEATED,
        /** A map with string keys. */
        MAP
    }

    private final int number;
    private final String name;
    private final Kind kind;
    private final Cardinality cardinality;
    private final boolean pointer;
    private final boolean inline;
    private final String typeName;
    private final @Nullable Supplier<MessageType> message;
    private final @Nullable JsonNode unset;
    private final @Nullable String goType;

    FieldType(
            int number,
            String name,
            Kind kind,
            Cardinality cardinality,
            boolean pointer,
            boolean inline,
            String typeName,
            @Nullable Supplier<MessageType> message,
            @Nullable JsonNode unset,
            @Nullable String goType) {
        this.number = number;
        this.name = name;
        this.kind = kind;
        this.cardinality = cardinality;
        this.pointer = pointer;
        this.inline = inline;
        this.typeName = typeName;
        this.message = message;
        this.unset = unset;
        this.goType = goType;
    }

    public int number() {
        return number;
    }

    /** The JSON name; empty for a field whose members stand in the surrounding object. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public Cardinality cardinality() {
        return cardinality;
    }

    /** Absence is told from the zero value. */
    public boolean pointer() {
        return pointer;
    }

    /** The members of the message stand in the surrounding object. */
    public boolean inline() {
        return inline;
    }

    /** A scalar's name or the full name of the message. */
    public String typeName() {
        return typeName;
    }

    /** The message of a field of kind {@link Kind#MESSAGE}. */
    public MessageType message() {
        return Objects.requireNonNull(message, typeName).get();
    }

    /** What JSON shows when the field is not set; null if nothing. Not to be changed by the caller. */
    public @Nullable JsonNode unset() {
        return unset;
    }

    /** The name of the field's type in Go, where it is a named one of a scalar, a list or a map; null elsewhere. */
    public @Nullable String goType() {
        return goType;
    }

    @Override
    public String toString() {
        return name + " = " + number;
    }
}
