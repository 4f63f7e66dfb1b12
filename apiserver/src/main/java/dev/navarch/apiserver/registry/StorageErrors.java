package dev.navarch.apiserver.registry;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.storage.StorageException;
import java.util.function.Supplier;

/** What clients are told when storage fails. */
final class StorageErrors {

    private static final int RETRY_SECONDS = 2;

    private StorageErrors() {}

    /** Runs the action, its failures in storage told as the {@code Status} of that verb. */
    static <T> T telling(GroupResource resource, String name, String verb, Supplier<T> action) {
        try {
            return action.get();
        } catch (StorageException e) {
            throw status(e, resource, name, verb);
        }
    }

    static StatusException status(StorageException failure, GroupResource resource, String name, String verb) {
        return switch (failure) {
            case StorageException.KeyExists _ -> StatusException.alreadyExists(resource, name);
            case StorageException.RevisionConflict _ ->
                StatusException.conflict(
                        resource,
                        name,
                        "the object has been modified; please apply your changes to the latest version and try again");
            case StorageException.Compacted _ ->
                StatusException.expired("The resourceVersion for the provided list is too old.");
            case StorageException.FutureRevision future ->
                StatusException.tooLargeResourceVersion(future.requested(), future.current(), 1);
            case StorageException.ValueTooLarge _ ->
                StatusException.requestEntityTooLarge("etcdserver: request is too large");
            case StorageException.CorruptObject corrupt ->
                StatusException.internal(String.valueOf(corrupt.getMessage()));
            case StorageException.WriteRefused refused ->
                StatusException.internal(String.valueOf(refused.getMessage()));
            case StorageException.StorageUnavailable _ -> unavailable(resource, verb);
        };
    }

    /** Upstream's {@code NewServerTimeout}. */
    private static StatusException unavailable(GroupResource resource, String verb) {
        var status = StatusException.timeout("", RETRY_SECONDS).status();
        status.put("code", 500);
        status.put("reason", "ServerTimeout");
        status.put(
                "message",
                "The " + verb + " operation against " + resource
                        + " could not be completed at this time, please try again.");
        var details = status.putObject("details");
        details.put("name", verb);
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        details.put("kind", resource.resource());
        details.put("retryAfterSeconds", RETRY_SECONDS);
        return StatusException.of(status);
    }
}
