package dev.navarch.controllers.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.MappingIterator;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An open watch of one resource over all namespaces, read by one thread; another may close it. */
public final class MetadataWatch implements AutoCloseable {

    private final InputStream stream;
    private final MappingIterator<Event> events;

    MetadataWatch(InputStream stream, MappingIterator<Event> events) {
        this.stream = stream;
        this.events = events;
    }

    /** One event; its type is ADDED, MODIFIED, DELETED or BOOKMARK. */
    public record Change(String type, ObjectMetadata object) {}

    /**
     * The next change, or nothing once the server has ended the watch.
     *
     * @throws KubernetesClientException where the server ends it with an error, as 410 for a version that is too old
     */
    public Optional<Change> next() {
        try {
            Event event = MetadataClient.next(events);
            if (event == null) {
                return Optional.empty();
            }
            if (event.type().equals("ERROR")) {
                throw new KubernetesClientException(
                        event.object().message(), event.object().code(), null);
            }
            return Optional.of(new Change(event.type(), event.object().metadata()));
        } catch (IOException e) {
            throw new KubernetesClientException("The watch broke", e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new KubernetesClientException("The watch could not be closed", e);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Event(String type, EventObject object) {}

    /** An object, or the Status of an error. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record EventObject(ObjectMetadata metadata, String message, int code) {}
}
