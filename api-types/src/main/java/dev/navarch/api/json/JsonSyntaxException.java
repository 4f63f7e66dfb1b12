package dev.navarch.api.json;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Text that is not JSON or YAML; the message reads as Go's decoder puts it. */
public final class JsonSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public JsonSyntaxException(String message) {
        super(message);
    }

    static JsonSyntaxException explain(byte[] json, @Nullable IOException cause) {
        String message = GoSyntax.error(json);
        if (message == null) {
            message = cause == null ? "invalid JSON" : String.valueOf(cause.getMessage());
        }
        var exception = new JsonSyntaxException(message);
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
