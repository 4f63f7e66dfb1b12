package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one object in an informer's cache: it came ({@code before} is null), changed, or went ({@code after}
 * is null). An object that was replaced by a new one of the same name arrives as two changes.
 */
public record Change<T extends HasMetadata>(
        @Nullable T before, @Nullable T after) {

    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change has a state before or after it");
        }
    }

    public static <T extends HasMetadata> Change<T> added(T object) {
        return new Change<>(null, object);
    }

    public static <T extends HasMetadata> Change<T> removed(T object) {
        return new Change<>(object, null);
    }

    public boolean isAddition() {
        return before == null;
    }

    public boolean isRemoval() {
        return after == null;
    }

    /** The newest state that is known: after the change, or the last one of an object that is gone. */
    public T object() {
        return after != null ? after : Objects.requireNonNull(before);
    }

    /** Both states, without those that do not exist. */
    public Stream<T> states() {
        return Stream.of(before, after).filter(Objects::nonNull).map(Objects::requireNonNull);
    }
}
