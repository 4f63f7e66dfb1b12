package dev.navarch.apiserver.storage;

import dev.navarch.apiserver.storage.StorageException.KeyExists;
import dev.navarch.apiserver.storage.StorageException.RevisionConflict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Read, change, write, again when another writer came between: each round that fails is one that another writer won. The
 * first read may be from a cache: what the change decides on possibly old data (an error, or that nothing is to be
 * written) is believed only once storage confirmed that data.
 *
 * @param <S> the state of a key as the change wants to see it
 */
public final class GuaranteedUpdate<S> {

    /** Makes the next state from the current one, empty where the key does not exist; called again after a conflict. */
    @FunctionalInterface
    public interface Change<S, E extends Exception> {
        Next apply(Optional<S> current) throws E;
    }

    /** What is to become of the key. */
    public sealed interface Next {

        /** The value is written, also when it equals the present one. A zero ttl is none. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Write(byte[] value, Duration ttl) implements Next {
            public Write(byte[] value) {
                this(value, Duration.ZERO);
            }
        }

        /** The key is deleted; when it is absent, nothing happens. */
        record Remove() implements Next {}

        /** The key stays as it is. */
        record Keep() implements Next {}
    }

    /**
     * How it ended.
     *
     * @param before the state that the change was made from
     * @param after the state of the key now, empty when it does not exist
     * @param revision that of {@code after}, or of the deletion; 0 when the key did not exist and does not
     * @param written false when there was nothing to write
     */
    public record Outcome<S>(Optional<S> before, Optional<S> after, long revision, boolean written) {}

    private final Storage storage;
    private final Function<KeyValue, S> decoder;
    private final ToLongFunction<S> modRevision;

    public GuaranteedUpdate(Storage storage, Function<KeyValue, S> decoder, ToLongFunction<S> modRevision) {
        this.storage = storage;
        this.decoder = decoder;
        this.modRevision = modRevision;
    }

    /** Runs the change on what storage has. */
    public <E extends Exception> Outcome<S> run(String key, Change<S, E> change) throws E {
        return run(key, read(key), true, change);
    }

    /** Runs the change first on a state that a cache has, which saves a read when that is current. */
    public <E extends Exception> Outcome<S> runCached(String key, Optional<S> cached, Change<S, E> change) throws E {
        return run(key, cached, false, change);
    }

    private <E extends Exception> Outcome<S> run(
            String key, Optional<S> start, boolean startIsCurrent, Change<S, E> change) throws E {
        Optional<S> current = start;
        boolean certain = startIsCurrent;
        while (true) {
            Next next;
            try {
                next = change.apply(current);
            } catch (Exception e) {
                Optional<S> fresh = certain ? current : read(key);
                if (revision(fresh) == revision(current)) {
                    throw e;
                }
                current = fresh;
                certain = true;
                continue;
            }
            if (!certain && writesNothing(next, current)) {
                Optional<S> fresh = read(key);
                certain = true;
                if (revision(fresh) != revision(current)) {
                    current = fresh;
                    continue;
                }
            }
            try {
                return write(key, current, next);
            } catch (RevisionConflict e) {
                current = e.current().map(decoder);
            } catch (KeyExists e) {
                current = read(key);
            }
            certain = true;
        }
    }

    private boolean writesNothing(Next next, Optional<S> current) {
        return next instanceof Next.Keep || (next instanceof Next.Remove && current.isEmpty());
    }

    private Outcome<S> write(String key, Optional<S> current, Next next) {
        if (writesNothing(next, current)) {
            return new Outcome<>(current, current, revision(current), false);
        }
        if (next instanceof Next.Write(byte[] value, Duration ttl)) {
            KeyValue written = current.isPresent()
                    ? storage.compareAndSet(key, revision(current), value, ttl)
                    : storage.create(key, value, ttl);
            return new Outcome<>(current, Optional.of(decoder.apply(written)), written.modRevision(), true);
        }
        return new Outcome<>(current, Optional.empty(), storage.compareAndDelete(key, revision(current)), true);
    }

    private Optional<S> read(String key) {
        return storage.get(key).map(decoder);
    }

    private long revision(Optional<S> state) {
        return state.isPresent() ? modRevision.applyAsLong(state.get()) : 0;
    }
}
