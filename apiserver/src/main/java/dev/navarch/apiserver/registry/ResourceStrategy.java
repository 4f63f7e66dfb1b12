package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a kind differs from the generic registry; every method has the generic behaviour as its default. Objects are in
 * the version of the request. Safe for use by many threads; without state of its own save what {@link #begin} guards.
 *
 * <p>Order of a write: defaults, admission that changes, {@code prepareFor…}, {@link #begin}, validation, admission that
 * refuses, storage, {@link WriteTransaction#commit}.
 */
public interface ResourceStrategy {

    ResourceStrategy GENERIC = new ResourceStrategy() {};

    /** Defaults that the schema cannot say. Idempotent; runs on what clients send and on what was stored before. */
    default void applyDefaults(ObjectNode object) {}

    /**
     * Clears what a client may not set and sets what the server does. The generic part (metadata, generation, dropping
     * of {@code status} when {@link #resetsStatusOnCreate}) has been done before.
     */
    default void prepareForCreate(RequestContext context, ObjectNode object) {}

    /** As above; {@code status} of the old object is in place already where there is a status subresource. */
    default void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {}

    default List<FieldError> validate(RequestContext context, ObjectNode object) {
        return List.of();
    }

    /** All that is checked on an update, {@link #validate} included where it holds for updates too. */
    default List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        return validate(context, object);
    }

    /** Texts for {@code Warning} headers; {@code old} is null on create. */
    default List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
        return List.of();
    }

    /** What is wrong with a name, or a generateName when {@code prefix}; empty when it is well-formed. */
    default List<String> validateName(String name, boolean prefix) {
        return ObjectNames.dnsSubdomain(name, prefix);
    }

    /** Values of the field selectors besides {@code metadata.name} and {@code metadata.namespace}. */
    default Map<String, String> selectableFields(ObjectNode object) {
        return Map.of();
    }

    /** The keys of {@link #selectableFields}, for refusing others. */
    default Set<String> selectableFieldNames() {
        return Set.of();
    }

    /**
     * What clients call the selectable fields, where that is not what they are called in {@link #selectableFields}; fields
     * that are not in it cannot be selected by then. Empty where the names are the same.
     */
    default Map<String, String> fieldAliases() {
        return Map.of();
    }

    /** Whether a PUT of a name that does not exist creates it. */
    default boolean allowCreateOnUpdate() {
        return false;
    }

    /** Whether a PUT without resourceVersion overwrites. */
    default boolean allowUnconditionalUpdate() {
        return true;
    }

    /** Whether a {@code status} sent at creation is dropped (kinds with a status subresource only). */
    default boolean resetsStatusOnCreate() {
        return true;
    }

    /** After which an object is gone by itself; zero for never. */
    default Duration timeToLive(ObjectNode object) {
        return Duration.ZERO;
    }

    default Generation generation() {
        return Generation.NONE;
    }

    /**
     * For kinds that are deleted gracefully: the seconds that the object stays on as terminating, zero for at once;
     * empty for kinds which know no grace.
     */
    default Optional<Long> gracePeriod(RequestContext context, ObjectNode object, DeleteOptions options) {
        return Optional.empty();
    }

    default GarbageCollectionPolicy defaultGarbageCollectionPolicy(RequestContext context) {
        return GarbageCollectionPolicy.BACKGROUND;
    }

    /** Runs once when a delete was asked for, whatever comes of it; for warnings. */
    default void beginDelete(RequestContext context, DeleteOptions options) {}

    /** Refuses a delete by throwing; for what must hold besides preconditions. */
    default void beforeDelete(RequestContext context, ObjectNode object) {}

    /** Whether something besides {@code metadata.finalizers} and grace keeps a deleted object in storage. */
    default boolean isHeld(ObjectNode object) {
        return false;
    }

    /** Changes an object whose deletion begins but that stays on for now: its phase, for one. */
    default void markDeleted(ObjectNode object) {}

    /** Runs after the object is gone from storage. */
    default void afterDelete(RequestContext context, ObjectNode object) {}

    /** Whether a delete is answered with the object that was deleted rather than a {@code Status}. */
    default boolean returnsDeletedObject() {
        return false;
    }

    /** A stored custom resource by the rules of today, which may be other than when it was written. */
    default ObjectNode readStored(ObjectNode stored) {
        return stored;
    }

    /** Reserves what a write needs; may set fields (addresses, ports). {@code old} is null on create, {@code object} on delete. */
    default WriteTransaction begin(RequestContext context, @Nullable ObjectNode object, @Nullable ObjectNode old) {
        return WriteTransaction.NOTHING;
    }

    /** Last changes to an object as a client sees it, such as fields filled from elsewhere; rarely needed. */
    default void decorate(ObjectNode object) {}

    /** The strategy of a subresource that stores into the same object; empty for the generic one. */
    default Optional<ResourceStrategy> subresource(String name) {
        return Optional.empty();
    }

    /** Fields (JSON pointers without the first slash, such as {@code spec/replicas}) that writes through a subresource never own. */
    default Set<String> resetFields() {
        return Set.of();
    }
}
