package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one error of the API: carries the {@code Status} a client is answered with. The factories give upstream's codes,
 * reasons and texts (apimachinery {@code pkg/api/errors}).
 */
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final transient ObjectNode status;

    private StatusException(ObjectNode status, @Nullable Throwable cause) {
        super(status.path("message").asText(), cause, false, cause != null);
        this.status = status;
    }

    /** The complete {@code Status} object; a copy, the caller's to change. */
    public ObjectNode status() {
        return status.deepCopy();
    }

    /** The HTTP status code, 400 to 599. */
    public int code() {
        return status.path("code").asInt(500);
    }

    /** The machine-readable reason, such as {@code NotFound}; empty for an unknown one. */
    public String reason() {
        return status.path("reason").asText("");
    }

    /** Rebuilds the exception from a {@code Status} received, for instance from another server. */
    public static StatusException of(ObjectNode status) {
        return new StatusException(status.deepCopy(), null);
    }

    /** As {@link #of(ObjectNode)}, with what led to it, which clients do not see. */
    public static StatusException of(ObjectNode status, Throwable cause) {
        return new StatusException(status.deepCopy(), cause);
    }

    public static StatusException of(int code, String reason, String message) {
        return new StatusException(failure(code, reason, message), null);
    }

    public static StatusException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static StatusException notFound(GroupResource resource, String name) {
        return named(404, "NotFound", resource + " " + quoted(name) + " not found", resource, name);
    }

    public static StatusException alreadyExists(GroupResource resource, String name) {
        return named(409, "AlreadyExists", resource + " " + quoted(name) + " already exists", resource, name);
    }

    public static StatusException conflict(GroupResource resource, String name, String detail) {
        return named(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " " + quoted(name) + ": " + detail,
                resource,
                name);
    }

    /** A failed server-side apply: each cause is a {@code FieldManagerConflict}. */
    public static StatusException applyConflict(List<FieldError> causes, String message) {
        ObjectNode status = failure(409, "Conflict", message);
        addCauses(status.putObject("details"), causes);
        return new StatusException(status, null);
    }

    public static StatusException forbidden(GroupResource resource, String name, String detail) {
        String message;
        if (name.isEmpty()) {
            message = (resource.resource().isEmpty() ? "forbidden" : resource + " is forbidden") + ": " + detail;
        } else {
            message = resource + " " + quoted(name) + " is forbidden: " + detail;
        }
        return named(403, "Forbidden", message, resource, name);
    }

    public static StatusException unauthorized(String message) {
        return of(401, "Unauthorized", message.isEmpty() ? "not authorized" : message);
    }

    /** Upstream's {@code NewInvalid}: 422 with one cause a field error. */
    public static StatusException invalid(GroupVersionKind kind, String name, List<FieldError> errors) {
        ObjectNode status = failure(
                422,
                "Invalid",
                kind.group().isEmpty()
                        ? kind.kind() + " " + quoted(name) + " is invalid" + aggregate(errors)
                        : kind.kind() + "." + kind.group() + " " + quoted(name) + " is invalid" + aggregate(errors));
        ObjectNode details = status.putObject("details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        if (!kind.kind().isEmpty()) {
            details.put("kind", kind.kind());
        }
        addCauses(details, errors);
        return new StatusException(status, null);
    }

    public static StatusException methodNotSupported(GroupResource resource, String action) {
        ObjectNode status = failure(
                405,
                "MethodNotAllowed",
                action + " is not supported on resources of kind " + quoted(resource.toString()));
        details(status, resource, "");
        return new StatusException(status, null);
    }

    /** HTTP 406: none of the media types asked for is served. */
    public static StatusException notAcceptable(String message) {
        return of(406, "NotAcceptable", message);
    }

    public static StatusException unsupportedMediaType(String message) {
        return of(415, "UnsupportedMediaType", message);
    }

    public static StatusException requestEntityTooLarge(String message) {
        return of(413, "RequestEntityTooLarge", message);
    }

    /** HTTP 410 for a continue token or watch that is too old; upstream's reason {@code Expired}. */
    public static StatusException expired(String message) {
        return of(410, "Expired", message);
    }

    public static StatusException gone(String message) {
        return of(410, "Gone", message);
    }

    /** HTTP 504; a client may ask again after {@code retryAfterSeconds} when that is above zero. */
    public static StatusException timeout(String message, int retryAfterSeconds) {
        return retry(504, "Timeout", "Timeout: " + message, retryAfterSeconds);
    }

    /** HTTP 504 for a resourceVersion from the future, with upstream's cause {@code ResourceVersionTooLarge}. */
    public static StatusException tooLargeResourceVersion(long wanted, long current, int retryAfterSeconds) {
        ObjectNode status =
                failure(504, "Timeout", "Timeout: Too large resource version: " + wanted + ", current: " + current);
        ObjectNode details = status.putObject("details");
        ObjectNode cause = details.putArray("causes").addObject();
        cause.put("reason", "ResourceVersionTooLarge");
        cause.put("message", "Too large resource version");
        details.put("retryAfterSeconds", retryAfterSeconds);
        return new StatusException(status, null);
    }

    public static StatusException tooManyRequests(String message, int retryAfterSeconds) {
        return retry(429, "TooManyRequests", message, retryAfterSeconds);
    }

    public static StatusException serviceUnavailable(String message) {
        return of(503, "ServiceUnavailable", message);
    }

    public static StatusException internal(String message) {
        return internal(message, null);
    }

    public static StatusException internal(String message, @Nullable Throwable cause) {
        ObjectNode status = failure(500, "InternalError", "Internal error occurred: " + message);
        status.putObject("details").putArray("causes").addObject().put("message", message);
        return new StatusException(status, cause);
    }

    /** The same error with one more {@code details.causes} entry and the details untouched. */
    public StatusException withCause(FieldError error) {
        ObjectNode copy = status();
        addCauses(copy.withObject("/details"), List.of(error));
        return new StatusException(copy, getCause());
    }

    private static StatusException retry(int code, String reason, String message, int retryAfterSeconds) {
        ObjectNode status = failure(code, reason, message);
        ObjectNode details = status.putObject("details");
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", retryAfterSeconds);
        }
        return new StatusException(status, null);
    }

    private static StatusException named(int code, String reason, String message, GroupResource resource, String name) {
        ObjectNode status = failure(code, reason, message);
        details(status, resource, name);
        return new StatusException(status, null);
    }

    private static void details(ObjectNode status, GroupResource resource, String name) {
        ObjectNode details = status.putObject("details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        if (!resource.resource().isEmpty()) {
            details.put("kind", resource.resource());
        }
    }

    private static void addCauses(ObjectNode details, List<FieldError> errors) {
        if (errors.isEmpty()) {
            return;
        }
        var causes = details.withArray("/causes");
        for (FieldError error : errors) {
            ObjectNode cause = causes.addObject();
            if (!error.reason().isEmpty()) {
                cause.put("reason", error.reason());
            }
            cause.put("message", error.message());
            if (!error.field().isEmpty()) {
                cause.put("field", error.field());
            }
        }
    }

    private static String aggregate(List<FieldError> errors) {
        List<String> texts =
                errors.stream().map(FieldError::toString).distinct().toList();
        return switch (texts.size()) {
            case 0 -> "";
            case 1 -> ": " + texts.getFirst();
            default -> texts.stream().collect(Collectors.joining(", ", ": [", "]"));
        };
    }

    private static ObjectNode failure(int code, String reason, String message) {
        ObjectNode status = JSON.objectNode();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure");
        status.put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
        return status;
    }

    private static String quoted(String text) {
        return FieldValue.show(text);
    }
}
