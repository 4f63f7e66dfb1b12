package dev.navarch.api.meta;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one field; a cause of an {@code Invalid} status. Texts follow upstream's
 * {@code field.Error}, for clients match on them.
 *
 * @param reason upstream's {@code CauseType}, such as {@code FieldValueInvalid}
 * @param field the path, such as {@code spec.containers[0].name}
 * @param message the text without the field, such as {@code Invalid value: "X": must be lower case}
 */
public record FieldError(String reason, String field, String message) {

    public static FieldError required(String field, String detail) {
        return new FieldError("FieldValueRequired", field, with("Required value", detail));
    }

    public static FieldError invalid(String field, @Nullable Object value, String detail) {
        return new FieldError("FieldValueInvalid", field, with("Invalid value: " + FieldValue.show(value), detail));
    }

    public static FieldError notSupported(String field, @Nullable Object value, Iterable<String> supported) {
        var list = new StringBuilder();
        for (String s : supported) {
            list.append(list.isEmpty() ? "" : ", ").append(FieldValue.quote(s));
        }
        return new FieldError(
                "FieldValueNotSupported",
                field,
                with(
                        "Unsupported value: " + FieldValue.show(value),
                        list.isEmpty() ? "" : "supported values: " + list));
    }

    public static FieldError duplicate(String field, @Nullable Object value) {
        return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + FieldValue.show(value));
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", field, with("Forbidden", detail));
    }

    public static FieldError notFound(String field, @Nullable Object value) {
        return new FieldError("FieldValueNotFound", field, "Not found: " + FieldValue.show(value));
    }

    public static FieldError tooLong(String field, int maxLength) {
        return new FieldError("FieldValueTooLong", field, "Too long: may not be more than " + maxLength + " bytes");
    }

    public static FieldError tooMany(String field, int actual, int max) {
        return new FieldError(
                "FieldValueTooMany", field, "Too many: " + actual + ": must have at most " + max + " items");
    }

    public static FieldError typeInvalid(String field, @Nullable Object value, String detail) {
        return new FieldError("FieldValueTypeInvalid", field, with("Invalid value: " + FieldValue.show(value), detail));
    }

    public static FieldError internal(String field, String detail) {
        return new FieldError("InternalError", field, with("Internal error", detail));
    }

    /** The text with its field, as it stands in the message of a status. */
    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }

    private static String with(String head, String detail) {
        return detail.isEmpty() ? head : head + ": " + detail;
    }
}
