package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.meta.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong with a value. Two findings of the same text count as one. */
sealed interface Finding {

    /** The text by which findings are told apart. */
    String message();

    /** As a cause of an Invalid status; {@code base} is the path of what was validated, empty for a whole object. */
    FieldError toFieldError(String base);

    /** Where upstream keeps no path, its errors show this. */
    String NO_PATH = "<nil>";

    private static String path(String base, String name) {
        String below = name.startsWith(".") ? name.substring(1) : name;
        if (below.isEmpty()) {
            return base.isEmpty() ? NO_PATH : base;
        }
        return base.isEmpty() ? below : base + "." + below;
    }

    /** Something wrong with the schema or with a choice between schemas: upstream keeps no path for it. */
    record General(String message) implements Finding {
        @Override
        public FieldError toFieldError(String base) {
            return FieldError.invalid(path(base, ""), "", message);
        }
    }

    record Missing(String name) implements Finding {
        @Override
        public String message() {
            return name + " in body is required";
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.required(path(base, name), "");
        }
    }

    /** A value of another type or format than the schema's; {@code actual} is the type found, or the text itself. */
    record WrongType(String name, String type, String actual) implements Finding {
        @Override
        public String message() {
            return name + " in body must be of type " + type + ": " + GoFormat.quote(actual);
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.typeInvalid(path(base, name), actual, message());
        }
    }

    record NotInEnum(String name, @Nullable JsonNode value, List<String> supported) implements Finding {
        @Override
        public String message() {
            return name + " in body should be one of " + supported;
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.notSupported(path(base, name), value, supported);
        }
    }

    record TooLong(String name, long max) implements Finding {
        @Override
        public String message() {
            return name + " in body should be at most " + max + " chars long";
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.tooLong(path(base, name), Math.toIntExact(Math.min(max, Integer.MAX_VALUE)));
        }
    }

    /** Too many items or members. */
    record TooMany(String name, String what, int actual, long max) implements Finding {
        @Override
        public String message() {
            return name + " in body should have at most " + max + " " + what;
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.tooMany(path(base, name), actual, Math.toIntExact(Math.min(max, Integer.MAX_VALUE)));
        }
    }

    /** Any other violation: the text says which. */
    record Violation(String name, Object value, String rule) implements Finding {
        @Override
        public String message() {
            return name + " in body " + rule;
        }

        @Override
        public FieldError toFieldError(String base) {
            return FieldError.invalid(path(base, name), value, message());
        }
    }
}
