package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.storage.StorageException;

/** What clients are told when storage fails where no resource is concerned. */
public final class StorageStatus {

    private StorageStatus() {}

    public static StatusException of(StorageException failure) {
        return switch (failure) {
            case StorageException.FutureRevision future ->
                StatusException.tooLargeResourceVersion(future.requested(), future.current(), 1);
            case StorageException.Compacted compacted ->
                StatusException.expired(String.valueOf(compacted.getMessage()));
            default -> StatusException.timeout("storage does not answer", 1);
        };
    }
}
