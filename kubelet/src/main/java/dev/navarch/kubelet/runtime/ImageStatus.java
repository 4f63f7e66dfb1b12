package dev.navarch.kubelet.runtime;

import java.time.Instant;
import java.util.List;

/**
 * An image that is present.
 *
 * @param user the image's USER, empty for root
 * @param sizeBytes on disk
 */
public record ImageStatus(
        String id, List<String> tags, List<String> digests, long sizeBytes, String user, Instant createdAt) {

    public ImageStatus {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
    }

    /** What {@code imageID} of a container status shows: a digest where the image has one, else its id. */
    public String reference() {
        return digests.isEmpty() ? id : digests.getFirst();
    }
}
