package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.storage.GuaranteedUpdate;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.StorageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of objects: at once, or after grace, finalizers and whatever else holds them. */
final class ObjectDeletion {

    private final ResourceStore store;

    ObjectDeletion(ResourceStore store) {
        this.store = store;
    }

    ResourceStore.Deleted delete(
            RequestContext context,
            ServedResource served,
            String namespace,
            String name,
            DeleteOptions options,
            WriteValidation validation) {
        String key = store.key(namespace, name);
        if (options.ignoreStoreReadErrorWithClusterBreakingPotential()) {
            return StorageErrors.telling(
                    served.groupResource(), name, "delete", () -> deleteCorrupt(served, name, key, options));
        }
        var attempts = new Attempts(context, served, name, options, validation);
        served.strategy().beginDelete(context, options);
        try {
            attempts.run(key);
        } catch (StorageException e) {
            throw StorageErrors.status(e, served.groupResource(), name, "delete");
        }
        return attempts.answer();
    }

    /** What cannot be made out is deleted as it is: no preconditions, no finalizers, no admission. */
    private ResourceStore.Deleted deleteCorrupt(ServedResource served, String name, String key, DeleteOptions options) {
        Optional<KeyValue> stored = store.storage().get(key);
        if (stored.isEmpty() || isReadable(stored.get())) {
            GroupResource resource = served.groupResource();
            throw StatusException.invalid(
                    new GroupVersionKind(resource.group(), "", resource.resource()),
                    name,
                    List.of(FieldError.invalid(
                            "ignoreStoreReadErrorWithClusterBreakingPotential",
                            true,
                            "is exclusively used to delete corrupt object(s), try again by removing this option")));
        }
        if (!options.dryRun()) {
            var _ = store.storage().compareAndDelete(key, stored.get().modRevision());
        }
        return new ResourceStore.Deleted(success(served, name, ""), true);
    }

    private static ObjectNode success(ServedResource served, String name, String uid) {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", name);
        if (!served.groupResource().group().isEmpty()) {
            details.put("group", served.groupResource().group());
        }
        details.put("kind", served.groupResource().resource());
        if (!uid.isEmpty()) {
            details.put("uid", uid);
        }
        return status;
    }

    private boolean isReadable(KeyValue stored) {
        try {
            var _ = store.form().decode(stored.key(), stored.value());
            return true;
        } catch (StorageException.CorruptObject e) {
            return false;
        }
    }

    /** Whether an update that leads to this state lets go of an object that is being deleted. */
    boolean endsWith(ServedResource served, ObjectNode next, ObjectNode before) {
        if (!ObjectMeta.isBeingDeleted(before) || !ObjectMeta.finalizers(next).isEmpty()) {
            return false;
        }
        Long grace = ObjectMeta.deletionGracePeriodSeconds(before);
        return (grace == null || grace == 0) && !served.strategy().isHeld(served.storedToStrategy(next));
    }

    /** What becomes of the object. */
    private enum Fate {
        GONE,
        /** The end is announced by a write before, so that watchers see when it began. */
        ANNOUNCED,
        STAYS
    }

    /** The tries of one delete; the last one counts. Used by one thread. */
    private final class Attempts {

        private final RequestContext context;
        private final ServedResource served;
        private final String name;
        private final DeleteOptions options;
        private final WriteValidation validation;
        private ObjectNode object = Json.object();
        private Fate fate = Fate.STAYS;
        private boolean pending;

        Attempts(
                RequestContext context,
                ServedResource served,
                String name,
                DeleteOptions options,
                WriteValidation validation) {
            this.context = context;
            this.served = served;
            this.name = name;
            this.options = options;
            this.validation = validation;
        }

        void run(String key) {
            if (options.dryRun()) {
                var _ = attempt(store.read(key));
                return;
            }
            GuaranteedUpdate.Outcome<StoredState> outcome = store.change(key, this::attempt);
            if (fate == Fate.ANNOUNCED) {
                outcome = store.change(key, this::remove);
            }
            if (outcome.revision() != 0) {
                ObjectMeta.setResourceVersion(object, Long.toString(outcome.revision()));
            }
            if (fate != Fate.STAYS) {
                WriteTransaction ended = served.strategy().begin(context, null, served.storedToStrategy(object));
                ended.commit();
                served.strategy().afterDelete(context, served.storedToStrategy(object));
            }
        }

        ResourceStore.Deleted answer() {
            boolean whole = fate == Fate.STAYS ? !pending : false;
            if (whole || served.strategy().returnsDeletedObject()) {
                ObjectNode answer = served.toServed(object);
                served.strategy().decorate(answer);
                return new ResourceStore.Deleted(answer, fate != Fate.STAYS);
            }
            return new ResourceStore.Deleted(success(served, name, ObjectMeta.uid(object)), fate != Fate.STAYS);
        }

        private GuaranteedUpdate.Next attempt(Optional<StoredState> current) {
            ObjectNode stored = current.map(StoredState::tree)
                    .orElseThrow(() -> StatusException.notFound(served.groupResource(), name));
            object = stored.deepCopy();
            pending = false;
            checkPreconditions(stored);
            ObjectNode view = served.storedToStrategy(stored);
            served.strategy().beforeDelete(context, view);
            validation.check(null, served.toServed(stored));
            if (served.strategy().isHeld(view)) {
                return announceHeld(stored);
            }
            Grace grace = grace(view);
            if (grace == Grace.PENDING) {
                pending = true;
                fate = Fate.STAYS;
                return new GuaranteedUpdate.Next.Keep();
            }
            DeletionFinalizers.apply(object, options, served.strategy().defaultGarbageCollectionPolicy(context));
            boolean finalizers = !ObjectMeta.finalizers(object).isEmpty();
            if (grace == Grace.NONE && !finalizers) {
                fate = Fate.GONE;
                return new GuaranteedUpdate.Next.Remove();
            }
            if (grace == Grace.NONE) {
                DeletionMarks.now(object);
            }
            fate = finalizers || grace == Grace.RUNNING ? Fate.STAYS : Fate.ANNOUNCED;
            return write(stored);
        }

        private GuaranteedUpdate.Next announceHeld(ObjectNode stored) {
            fate = Fate.STAYS;
            if (ObjectMeta.isBeingDeleted(stored)) {
                return new GuaranteedUpdate.Next.Keep();
            }
            DeletionMarks.held(object);
            served.strategy().markDeleted(object);
            DeletionFinalizers.apply(object, options, served.strategy().defaultGarbageCollectionPolicy(context));
            return write(stored);
        }

        private GuaranteedUpdate.Next write(ObjectNode stored) {
            if (object.equals(stored)) {
                return new GuaranteedUpdate.Next.Keep();
            }
            return new GuaranteedUpdate.Next.Write(
                    store.form().encode(object), served.strategy().timeToLive(object));
        }

        private GuaranteedUpdate.Next remove(Optional<StoredState> current) {
            boolean same = current.map(StoredState::tree)
                    .map(ObjectMeta::uid)
                    .map(uid -> uid.equals(ObjectMeta.uid(object)))
                    .orElse(false);
            return same ? new GuaranteedUpdate.Next.Remove() : new GuaranteedUpdate.Next.Keep();
        }

        private Grace grace(ObjectNode view) {
            Long asked = options.gracePeriodSeconds();
            Optional<Long> period = served.strategy().gracePeriod(context, view, options);
            if (period.isEmpty()) {
                return Grace.NONE;
            }
            if (!ObjectMeta.isBeingDeleted(object)) {
                long seconds = period.get() < 0 ? 1 : period.get();
                DeletionMarks.after(object, seconds);
                return seconds > 0 ? Grace.RUNNING : Grace.OVER;
            }
            Long running = ObjectMeta.deletionGracePeriodSeconds(object);
            if (running == null) {
                return Grace.NONE;
            }
            long shorter = asked == null ? running : (asked < 0 ? 1 : asked);
            if (shorter >= running) {
                return Grace.PENDING;
            }
            DeletionMarks.shorten(object, running, shorter);
            return shorter > 0 ? Grace.RUNNING : Grace.OVER;
        }

        private void checkPreconditions(ObjectNode stored) {
            String uid = ObjectMeta.uid(stored);
            String version = ObjectMeta.resourceVersion(stored);
            if (differs(options.uid(), uid)) {
                throw conflict("the UID in the precondition (" + options.uid()
                        + ") does not match the UID in record (" + uid
                        + "). The object might have been deleted and then recreated");
            }
            if (differs(options.resourceVersion(), version)) {
                throw conflict("the ResourceVersion in the precondition (" + options.resourceVersion()
                        + ") does not match the ResourceVersion in record (" + version
                        + "). The object might have been modified");
            }
        }

        private static boolean differs(@Nullable String wanted, String present) {
            return wanted != null && !wanted.equals(present);
        }

        private StatusException conflict(String detail) {
            var kind = served.descriptor().kind();
            return StatusException.conflict(new GroupResource(kind.group(), kind.kind()), name, detail);
        }
    }

    /** Where a graceful deletion stands. */
    private enum Grace {
        /** The kind knows no grace, or has none left. */
        NONE,
        RUNNING,
        OVER,
        /** A deletion that is not shortened runs already. */
        PENDING
    }
}
