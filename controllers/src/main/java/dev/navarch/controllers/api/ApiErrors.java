package dev.navarch.controllers.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API server meant by an error. */
public final class ApiErrors {

    private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

    private ApiErrors() {}

    public static boolean isNotFound(Throwable error) {
        return code(error) == 404;
    }

    public static boolean isConflict(Throwable error) {
        return code(error) == 409 && !isAlreadyExists(error);
    }

    public static boolean isAlreadyExists(Throwable error) {
        return code(error) == 409 && "AlreadyExists".equals(reason(error));
    }

    public static boolean isInvalid(Throwable error) {
        return code(error) == 422;
    }

    public static boolean isForbidden(Throwable error) {
        return code(error) == 403;
    }

    public static boolean isTooManyRequests(Throwable error) {
        return code(error) == 429;
    }

    public static boolean isMethodNotSupported(Throwable error) {
        return code(error) == 405;
    }

    /** The object could not be made because its namespace is being deleted: nothing to retry, nothing to tell. */
    public static boolean isNamespaceTerminating(Throwable error) {
        return hasCause(error, NAMESPACE_TERMINATING);
    }

    public static boolean hasCause(Throwable error, String causeReason) {
        return status(error)
                .map(Status::getDetails)
                .map(details -> Objects.requireNonNullElse(
                        details.getCauses(), List.<io.fabric8.kubernetes.api.model.StatusCause>of()))
                .orElse(List.of())
                .stream()
                .anyMatch(cause -> causeReason.equals(cause.getReason()));
    }

    /** The text that the API server sent, without what the client puts around it. */
    public static String message(Throwable error) {
        return status(error)
                .map(Status::getMessage)
                .orElseGet(() -> Objects.requireNonNullElse(error.getMessage(), error.toString()));
    }

    private static int code(Throwable error) {
        return error instanceof KubernetesClientException e ? e.getCode() : 0;
    }

    private static @Nullable String reason(Throwable error) {
        return status(error).map(Status::getReason).orElse(null);
    }

    private static Optional<Status> status(Throwable error) {
        return error instanceof KubernetesClientException e ? Optional.ofNullable(e.getStatus()) : Optional.empty();
    }
}
