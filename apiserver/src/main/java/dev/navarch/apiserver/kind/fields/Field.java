package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object that is checked: its value, its path, and the list that errors go to. Validation walks from field to
 * field and complains to the field at fault; a field that is not set has a path as well. Used by one thread.
 */
public final class Field {

    private static final String NEGATIVE = "must be greater than or equal to 0";
    private static final String IMMUTABLE = "field is immutable";

    private final JsonNode value;
    private final String path;
    private final String name;
    private final List<FieldError> errors;

    private Field(@Nullable JsonNode value, String path, String name, List<FieldError> errors) {
        this.value = value == null || value.isNull() ? MissingNode.getInstance() : value;
        this.path = path;
        this.name = name;
        this.errors = errors;
    }

    /** The object as a whole; its fields have paths such as {@code spec}. */
    public static Field root(JsonNode object, List<FieldError> errors) {
        return new Field(object, "", "", errors);
    }

    /** Something that stands at {@code path}, however it came to be. */
    public static Field at(@Nullable JsonNode value, String path, List<FieldError> errors) {
        return new Field(value, path, path.substring(path.lastIndexOf('.') + 1), errors);
    }

    /** The same field in the other vocabulary. */
    public static Field of(Place place) {
        return at(place.value(), place.path(), place.errors());
    }

    public Field get(String field) {
        return get(field, field);
    }

    /** A field whose path in errors is not what it is called. */
    public Field get(String field, String shownAs) {
        return new Field(value.get(field), path.isEmpty() ? shownAs : path + "." + shownAs, field, errors);
    }

    /** The same value, at another path in errors. */
    public Field shownAt(String otherPath) {
        return new Field(value, otherPath, name, errors);
    }

    /** The same value and path, with errors gathered elsewhere. */
    public Field into(List<FieldError> otherErrors) {
        return new Field(value, path, name, otherErrors);
    }

    /** The items of a list; none where it is not set. */
    public List<Field> items() {
        if (!(value instanceof ArrayNode list)) {
            return List.of();
        }
        List<Field> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            items.add(index(i));
        }
        return items;
    }

    public List<Field> items(String field) {
        return get(field).items();
    }

    public Field index(int i) {
        return new Field(value.get(i), path + "[" + i + "]", name, errors);
    }

    /** The value of a key of a map; {@link #name} is the key. */
    public Field key(String key) {
        return new Field(value.get(key), path + "[" + key + "]", key, errors);
    }

    /** The values of a map, in the order of keys. */
    public List<Field> entries() {
        if (!(value instanceof ObjectNode map)) {
            return List.of();
        }
        List<Field> entries = new ArrayList<>(map.size());
        for (String key : sortedKeys(map)) {
            entries.add(key(key));
        }
        return entries;
    }

    private static Iterable<String> sortedKeys(ObjectNode map) {
        if (map.size() < 2) {
            return map::fieldNames;
        }
        TreeMap<String, Boolean> sorted = new TreeMap<>();
        for (Iterator<String> names = map.fieldNames(); names.hasNext(); ) {
            sorted.put(names.next(), true);
        }
        return sorted.keySet();
    }

    public JsonNode value() {
        return value;
    }

    public String path() {
        return path;
    }

    /** What the field is called in its parent; the key in a map. */
    public String name() {
        return name;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public boolean isSet() {
        return !value.isMissingNode();
    }

    /** Whether there is nothing but Go's zero value. */
    public boolean isZero() {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case STRING -> value.textValue().isEmpty();
            case NUMBER -> value.decimalValue().signum() == 0;
            case BOOLEAN -> !value.booleanValue();
            case ARRAY, OBJECT -> value.isEmpty();
            default -> false;
        };
    }

    public boolean isTrue() {
        return value.asBoolean();
    }

    /** Set, and false. */
    public boolean isFalse() {
        return value.isBoolean() && !value.booleanValue();
    }

    public String text() {
        return value.asText("");
    }

    public boolean is(String text) {
        return text().equals(text);
    }

    public long number() {
        return value.asLong();
    }

    public int size() {
        return value.size();
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>(value.size());
        value.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    public Quantity quantity() {
        return isSet() ? Quantity.parse(text()) : Quantity.ZERO;
    }

    public void add(FieldError error) {
        errors.add(error);
    }

    public void required() {
        required("");
    }

    public void required(String detail) {
        errors.add(FieldError.required(path, detail));
    }

    public void forbidden(String detail) {
        errors.add(FieldError.forbidden(path, detail));
    }

    /** Complains about the value as it stands. */
    public void invalid(String detail) {
        invalid(shown(), detail);
    }

    public void invalid(@Nullable Object shown, String detail) {
        errors.add(FieldError.invalid(path, shown, detail));
    }

    /** One complaint for each text; none for none. */
    public void invalid(Collection<String> details) {
        details.forEach(this::invalid);
    }

    public void duplicate() {
        duplicate(shown());
    }

    public void duplicate(Object shown) {
        errors.add(FieldError.duplicate(path, shown));
    }

    public void notFound() {
        errors.add(FieldError.notFound(path, shown()));
    }

    public void notSupported(Iterable<String> supported) {
        errors.add(FieldError.notSupported(path, shown(), supported));
    }

    public void tooLong(int max) {
        errors.add(FieldError.tooLong(path, max));
    }

    public void tooMany(int max) {
        errors.add(FieldError.tooMany(path, size(), max));
    }

    /** An empty text is missing. */
    public void require() {
        if (isZero()) {
            required("");
        }
    }

    /** Must be set and one of these, which are shown in this order. */
    public void requireOneOf(Collection<String> supported) {
        if (text().isEmpty()) {
            required("");
        } else {
            oneOf(supported);
        }
    }

    /** Must be one of these; nothing is not one of them. */
    public void oneOf(Collection<String> supported) {
        if (!supported.contains(text())) {
            notSupported(supported);
        }
    }

    /** If set, must be one of these. */
    public void oneOfIfSet(Collection<String> supported) {
        if (isSet()) {
            oneOf(supported);
        }
    }

    public void notNegative() {
        if (number() < 0) {
            invalid(number(), NEGATIVE);
        }
    }

    public void positive() {
        if (number() <= 0) {
            invalid(number(), "must be greater than zero");
        }
    }

    /** If set, must lie between the two. */
    public void inRange(long min, long max) {
        if (isSet() && (number() < min || number() > max)) {
            invalid("must be between " + min + " and " + max + ", inclusive");
        }
    }

    /** Must be what it was before; quantities and zero values are compared as upstream compares them. */
    public void immutable(Field before) {
        if (!Sameness.same(value, before.value)) {
            invalid(isSet() ? value : null, IMMUTABLE);
        }
    }

    private Object shown() {
        return isSet() ? value : "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Field field && value.equals(field.value) && path.equals(field.path);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, path);
    }

    @Override
    public String toString() {
        return path + "=" + value;
    }
}
