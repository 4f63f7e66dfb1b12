package dev.navarch.apiserver.storage.etcd;

import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageException.ValueTooLarge;
import dev.navarch.apiserver.storage.StorageException.WriteRefused;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;

/** Says what errors of etcd mean here. */
record EtcdErrors(List<URI> endpoints) {

    StorageException of(Throwable error) {
        Status status = Status.fromThrowable(error);
        String message = reason(status);
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, OUT_OF_RANGE -> tooMuch(message, error);
            case DEADLINE_EXCEEDED ->
                StorageUnavailable.timeout("etcd at " + where() + " did not answer in time", error);
            case UNAVAILABLE -> new StorageUnavailable("etcd at " + where() + " cannot be reached: " + message, error);
            case CANCELLED -> new StorageUnavailable("the request to etcd was given up", error);
            default -> refused(message, error);
        };
    }

    /** As {@link #of}, of a read at that revision; {@code compacted} is the oldest one known to be readable. */
    StorageException of(StatusRuntimeException error, long revision, long compacted) {
        String message = reason(error.getStatus());
        if (message.contains("has been compacted")) {
            return new Compacted(revision, Math.max(compacted, revision + 1));
        }
        if (message.contains("is a future revision")) {
            return new FutureRevision(revision, 0);
        }
        return of(error);
    }

    /** Whether etcd did not do what was asked and may do it when asked again. */
    static boolean passes(StatusRuntimeException error) {
        return error.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    private static String reason(Status status) {
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String text = String.valueOf(status.getDescription());
        return switch (root) {
            case ConnectException _ -> "connection refused";
            case null -> text;
            default -> text + " (" + root.getMessage() + ")";
        };
    }

    private StorageException tooMuch(String message, Throwable cause) {
        if (message.contains("too large") || message.contains("larger than max")) {
            return new ValueTooLarge("etcdserver: request is too large");
        }
        return message.contains("database space exceeded") ? new WriteRefused(message, cause) : refused(message, cause);
    }

    private StorageUnavailable refused(String message, Throwable cause) {
        return new StorageUnavailable("etcd at " + where() + " answers: " + message, cause);
    }

    private String where() {
        return String.join(", ", endpoints.stream().map(URI::toString).toList());
    }
}
