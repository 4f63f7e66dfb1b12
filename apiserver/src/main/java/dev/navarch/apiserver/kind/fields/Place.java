package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.Quantity;
import dev.navarch.api.protobuf.FieldType;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object under validation: its value, its path, and the list that takes what is wrong with it. Errors are
 * upstream's {@code field.Error}s, added in the order in which rules are asked. Paths and how values are shown are worked
 * out only for errors, so that a place costs next to nothing. Used by one thread.
 */
public final class Place {

    private final JsonNode value;
    private final @Nullable Place parent;
    private final Step step;
    private final String name;
    private final List<FieldError> errors;

    /** How a place is reached from its parent. */
    private enum Step {
        ROOT,
        FIELD,
        ITEM,
        KEY
    }

    private Place(JsonNode value, @Nullable Place parent, Step step, String name, List<FieldError> errors) {
        this.value = value;
        this.parent = parent;
        this.step = step;
        this.name = name;
        this.errors = errors;
    }

    /** What {@code rules} find wrong with an object. */
    public static List<FieldError> check(JsonNode object, Consumer<Place> rules) {
        var errors = new ArrayList<FieldError>();
        rules.accept(root(object, "", errors));
        return errors;
    }

    /** What {@code rules} find wrong with a change from the second to the first. */
    public static List<FieldError> check(JsonNode object, JsonNode old, BiConsumer<Place, Place> rules) {
        var errors = new ArrayList<FieldError>();
        rules.accept(root(object, "", errors), root(old, "", new ArrayList<>()));
        return errors;
    }

    /** A place of this value with a path of the caller's making. */
    public static Place of(JsonNode value, String path, List<FieldError> errors) {
        return root(value, path, errors);
    }

    private static Place root(JsonNode value, String path, List<FieldError> errors) {
        return new Place(value, null, Step.ROOT, path, errors);
    }

    /** The same place, with another list for its errors. */
    public Place into(List<FieldError> others) {
        return new Place(value, parent, step, name, others);
    }

    /** The same place with another value, as if it stood there. */
    public Place as(JsonNode other) {
        return new Place(other, parent, step, name, errors);
    }

    public Place get(String field) {
        return new Place(value.path(field), this, Step.FIELD, field, errors);
    }

    public Place get(String first, String... rest) {
        Place place = get(first);
        for (String field : rest) {
            place = place.get(field);
        }
        return place;
    }

    /** The value of a map's key; its path is {@code map[key]}. */
    public Place key(String key) {
        return new Place(value.path(key), this, Step.KEY, key, errors);
    }

    public Place index(int index) {
        return new Place(value.path(index), this, Step.ITEM, Integer.toString(index), errors);
    }

    public List<Place> items() {
        List<Place> items = new ArrayList<>(value.size());
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            items.add(index(i));
        }
        return items;
    }

    /** The keys of a map, sorted. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        value.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    public JsonNode value() {
        return value;
    }

    public String path() {
        Place above = parent;
        if (above == null) {
            return name;
        }
        String path = above.path();
        return switch (step) {
            case ROOT -> name;
            case FIELD -> path.isEmpty() ? name : path + "." + name;
            case ITEM, KEY -> path + "[" + name + "]";
        };
    }

    /** The value as upstream's errors show it: with what Go has where nothing is set. */
    public JsonNode shown() {
        FieldType field = field();
        if (field != null) {
            return step == Step.FIELD ? GoStructs.show(field, value) : GoStructs.showOne(field, value);
        }
        MessageType message = message();
        return message == null ? GoStructs.unknown(value) : GoStructs.show(message, value);
    }

    private @Nullable FieldType field() {
        Place above = parent;
        if (above == null) {
            return null;
        }
        if (step != Step.FIELD) {
            return above.field();
        }
        MessageType message = above.message();
        return message == null ? null : message.members().get(name);
    }

    private @Nullable MessageType message() {
        if (step == Step.ROOT) {
            return rootMessage();
        }
        FieldType field = field();
        return field == null || field.kind() != FieldType.Kind.MESSAGE ? null : field.message();
    }

    /** The message of the object's kind; of one that is stored in a version of its own, that of the version that is served. */
    private @Nullable MessageType rootMessage() {
        String apiVersion = value.path("apiVersion").asText("");
        if (apiVersion.isEmpty()) {
            return null;
        }
        String kind = value.path("kind").asText("");
        GroupVersion version = GroupVersion.parse(apiVersion);
        MessageType message = MessageTypes.builtIn().of(version.kind(kind));
        return message != null
                ? message
                : MessageTypes.builtIn().of(new GroupVersion(version.group(), "v1").kind(kind));
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Whether there is a value at all; null is none. */
    public boolean isSet() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** Whether there is no value or an empty text, list or map. */
    public boolean isEmpty() {
        return !isSet()
                || (value.isTextual() ? value.textValue().isEmpty() : value.isContainerNode() && value.isEmpty());
    }

    public boolean isTrue() {
        return value.asBoolean();
    }

    public int size() {
        return value.size();
    }

    /** The text; empty where there is none. */
    public String text() {
        return isSet() ? value.asText() : "";
    }

    /** Whether the text is one of these. */
    public boolean is(String... texts) {
        return List.of(texts).contains(text());
    }

    /** The number; 0 where there is none. */
    public long number() {
        return value.isNumber() ? value.longValue() : 0;
    }

    /** The amount; nothing where there is none. */
    public BigDecimal quantity() {
        return isSet() ? Quantity.parse(text()).value() : BigDecimal.ZERO;
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>(value.size());
        value.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    public Place required(String detail) {
        errors.add(FieldError.required(path(), detail));
        return this;
    }

    /** Says that the value is wrong, showing it. */
    public Place invalid(String detail) {
        return invalid(shown(), detail);
    }

    /** Says that the value is wrong, showing {@code shown} in its stead. */
    public Place invalid(@Nullable Object shown, String detail) {
        errors.add(FieldError.invalid(path(), shown, detail));
        return this;
    }

    /** Says that the value is wrong without showing it. */
    public Place invalidOmitted(String detail) {
        errors.add(new FieldError("FieldValueInvalid", path(), "Invalid value: " + detail));
        return this;
    }

    public Place forbidden(String detail) {
        errors.add(FieldError.forbidden(path(), detail));
        return this;
    }

    public Place duplicate() {
        errors.add(FieldError.duplicate(path(), shown()));
        return this;
    }

    public Place duplicate(Object shown) {
        errors.add(FieldError.duplicate(path(), shown));
        return this;
    }

    public Place notFound() {
        errors.add(FieldError.notFound(path(), shown()));
        return this;
    }

    public Place tooLong(int max) {
        errors.add(FieldError.tooLong(path(), max));
        return this;
    }

    public Place tooMany(int actual, int max) {
        errors.add(FieldError.tooMany(path(), actual, max));
        return this;
    }

    public Place notSupported(String... supported) {
        return notSupported(shown(), List.of(supported));
    }

    public Place notSupported(Object shown, List<String> supported) {
        errors.add(FieldError.notSupported(path(), shown, supported));
        return this;
    }

    public Place internal(String detail) {
        errors.add(FieldError.internal(path(), detail));
        return this;
    }

    /** The text must be one of these, in the order in which they are to be listed. */
    public boolean oneOf(String... supported) {
        if (is(supported)) {
            return true;
        }
        notSupported(supported);
        return false;
    }

    /** As {@link #oneOf}, and an empty text is said to be required. */
    public boolean requiredOneOf(String detail, String... supported) {
        if (isEmpty()) {
            required(detail);
            return false;
        }
        return oneOf(supported);
    }

    /** The text must have this form; each complaint is an error. */
    public boolean form(Function<String, List<String>> grammar) {
        List<String> complaints = grammar.apply(text());
        complaints.forEach(this::invalid);
        return complaints.isEmpty();
    }

    /** As {@link #form}, and an empty text is said to be required. */
    public boolean requiredForm(String detail, Function<String, List<String>> grammar) {
        if (isEmpty()) {
            required(detail);
            return false;
        }
        return form(grammar);
    }

    /** A number that is not set counts as zero. */
    public boolean notNegative() {
        if (number() < 0) {
            invalid(number(), "must be greater than or equal to 0");
            return false;
        }
        return true;
    }

    /** The value must be the same as that of an older object. */
    public boolean immutable(Place old) {
        if (SemanticEquality.equal(value, old.value)) {
            return true;
        }
        return immutable(shown());
    }

    /** As {@link #immutable(Place)} for a value of which a change was found already; null is shown as such. */
    public boolean immutable(@Nullable Object shown) {
        invalid(shown, "field is immutable");
        return false;
    }

    public boolean sameAs(Place old) {
        return SemanticEquality.equal(value, old.value);
    }

    /** Runs rules and tells whether they found nothing. */
    public boolean clean(Runnable rules) {
        int before = errors.size();
        rules.run();
        return errors.size() == before;
    }

    /** What rules find here, kept apart from the errors of this place. */
    public List<FieldError> found(Consumer<Place> rules) {
        var others = new ArrayList<FieldError>();
        rules.accept(into(others));
        return others;
    }

    public void add(List<FieldError> more) {
        errors.addAll(more);
    }

    /** The entries of a map of texts, sorted by key. */
    public Map<String, String> map() {
        var map = new TreeMap<String, String>();
        value.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText("")));
        return map;
    }

    /** An empty place, for the old object of what is being created. */
    public static Place nothing() {
        return root(MissingNode.getInstance(), "", new ArrayList<>());
    }
}
