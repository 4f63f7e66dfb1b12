package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectCreation.Prepared;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.storage.GuaranteedUpdate;
import dev.navarch.apiserver.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of objects that exist, and their creation where a PUT or an apply finds none. */
final class ObjectChange {

    private final ResourceStore store;
    private final ObjectCreation creation;
    private final ObjectDeletion deletion;

    ObjectChange(ResourceStore store, ObjectCreation creation, ObjectDeletion deletion) {
        this.store = store;
        this.creation = creation;
        this.deletion = deletion;
    }

    record Request(
            RequestContext context,
            ServedResource served,
            String subresource,
            String namespace,
            String name,
            String expectedUid,
            ObjectUpdate update,
            boolean forceCreate,
            WriteValidation createValidation,
            WriteValidation updateValidation) {

        /** How the part that is written differs from the generic behaviour. */
        ResourceStrategy strategy() {
            return subresource.isEmpty()
                    ? served.strategy()
                    : served.strategy().subresource(subresource).orElse(ResourceStrategy.GENERIC);
        }
    }

    ResourceStore.Updated run(Request request) {
        var attempts = new Attempts(request);
        boolean written = false;
        try {
            ObjectNode stored = attempts.run();
            written = !request.context().dryRun();
            ObjectNode answer = request.served().toServed(stored);
            request.served().strategy().decorate(answer);
            return new ResourceStore.Updated(answer, attempts.creating);
        } catch (StorageException e) {
            throw StorageErrors.status(
                    e, request.served().groupResource(), request.name(), attempts.creating ? "create" : "update");
        } finally {
            attempts.end(written);
        }
    }

    /** The tries of one request; the last one counts. Used by one thread. */
    private final class Attempts {

        private final Request request;
        private final ServedResource served;
        private final RequestContext context;
        private boolean creating;
        private boolean deleting;
        private @Nullable ObjectNode result;
        private WriteTransaction transaction = WriteTransaction.NOTHING;

        Attempts(Request request) {
            this.request = request;
            this.served = request.served();
            this.context = request.context();
        }

        ObjectNode run() {
            String key = store.key(request.namespace(), request.name());
            if (context.dryRun()) {
                var _ = attempt(store.read(key));
                return requireResult();
            }
            GuaranteedUpdate.Outcome<StoredState> outcome = store.change(key, this::attempt);
            ObjectNode object = requireResult();
            if (deleting) {
                served.strategy().afterDelete(context, object);
                return object;
            }
            ObjectMeta.setResourceVersion(object, Long.toString(outcome.revision()));
            return object;
        }

        void end(boolean written) {
            if (written) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
            transaction = WriteTransaction.NOTHING;
        }

        private ObjectNode requireResult() {
            ObjectNode object = result;
            if (object == null) {
                throw new IllegalStateException("no attempt was made");
            }
            return object;
        }

        private GuaranteedUpdate.Next attempt(Optional<StoredState> current) {
            end(false);
            ObjectNode stored = current.map(StoredState::tree).orElse(null);
            checkIdentity(stored);
            creating = stored == null;
            deleting = false;
            return stored == null ? create() : change(stored);
        }

        private void checkIdentity(@Nullable ObjectNode stored) {
            String uid = stored == null ? "" : ObjectMeta.uid(stored);
            if (!request.expectedUid().isEmpty() && !request.expectedUid().equals(uid)) {
                throw StatusException.conflict(
                        served.groupResource(),
                        request.name(),
                        Preconditions.failed(
                                store.key(request.namespace(), request.name()),
                                "UID in precondition: " + request.expectedUid() + ", UID in object meta: " + uid));
            }
        }

        private GuaranteedUpdate.Next create() {
            boolean allowed = request.forceCreate() || served.strategy().allowCreateOnUpdate();
            if (!allowed || !request.subresource().isEmpty()) {
                throw StatusException.notFound(served.groupResource(), request.name());
            }
            ObjectNode object = request.update().apply(null);
            Prepared prepared = creation.prepare(context, served, object, request.createValidation());
            transaction = prepared.transaction();
            ObjectMeta.setResourceVersion(prepared.stored(), "");
            result = prepared.stored();
            return new GuaranteedUpdate.Next.Write(
                    store.form().encode(prepared.stored()), served.strategy().timeToLive(prepared.stored()));
        }

        private GuaranteedUpdate.Next change(ObjectNode stored) {
            ObjectNode object = request.update().apply(served.toServed(stored.deepCopy()));
            checkVersion(object, stored);
            ObjectNode old = served.storedToStrategy(stored.deepCopy());
            ObjectNode view = served.servedToStrategy(object);
            prepare(view, old);
            transaction = request.strategy().begin(context, view, old);
            validate(view, old);
            request.strategy().warnings(context, view, old).forEach(context::warn);
            request.updateValidation().check(served.strategyToServed(view), served.toServed(stored.deepCopy()));
            ObjectNode next = served.strategyToStored(view);
            result = next;
            if (deletion.endsWith(served, next, stored)) {
                deleting = true;
                return new GuaranteedUpdate.Next.Remove();
            }
            if (next.equals(stored)) {
                return new GuaranteedUpdate.Next.Keep();
            }
            return new GuaranteedUpdate.Next.Write(
                    store.form().encode(next), served.strategy().timeToLive(next));
        }

        private void checkVersion(ObjectNode object, ObjectNode stored) {
            long wanted = MetadataRules.resourceVersion(object);
            long present = MetadataRules.resourceVersion(stored);
            if (wanted == 0 && served.strategy().allowUnconditionalUpdate()) {
                ObjectMeta.setResourceVersion(object, Long.toString(present));
            } else if (wanted == 0) {
                var kind = new GroupVersionKind(
                        served.groupResource().group(),
                        "",
                        served.groupResource().resource());
                throw StatusException.invalid(
                        kind,
                        request.name(),
                        List.of(FieldError.invalid("metadata.resourceVersion", 0, "must be specified for an update")));
            } else if (wanted != present) {
                throw StatusException.conflict(
                        served.groupResource(),
                        request.name(),
                        "the object has been modified; please apply your changes to the latest version and try again");
            }
        }

        private void prepare(ObjectNode object, ObjectNode old) {
            ObjectMeta.setGeneration(object, ObjectMeta.generation(old));
            if (!request.subresource().isEmpty()) {
                keepAllBut(object, old);
            } else if (served.descriptor().hasStatus()) {
                MetadataRules.copy(object, old, "status");
            }
            request.strategy().prepareForUpdate(context, object, old);
            if (request.subresource().isEmpty() && isNewGeneration(object, old)) {
                ObjectMeta.setGeneration(object, ObjectMeta.generation(old) + 1);
            }
            MetadataRules.keepSystemFields(object, old);
        }

        private boolean isNewGeneration(ObjectNode object, ObjectNode old) {
            return switch (request.strategy().generation()) {
                case NONE, FIXED -> false;
                case COUNTED -> MetadataRules.specDiffers(object, old);
                case COUNTED_WITH_ANNOTATIONS ->
                    MetadataRules.specDiffers(object, old)
                            || !ObjectMeta.annotations(object).equals(ObjectMeta.annotations(old));
            };
        }

        /** A write through {@code status} changes that and metadata; others say in their strategy what they change. */
        private void keepAllBut(ObjectNode object, ObjectNode old) {
            if (!request.subresource().equals("status")) {
                return;
            }
            object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(field -> !isOwn(field) && !old.has(field))
                    .toList()
                    .forEach(object::remove);
            old.properties().forEach(field -> {
                if (!isOwn(field.getKey())) {
                    object.set(field.getKey(), field.getValue());
                }
            });
        }

        private boolean isOwn(String field) {
            return switch (field) {
                case "kind", "apiVersion", "metadata", "status" -> true;
                default -> false;
            };
        }

        private void validate(ObjectNode object, ObjectNode old) {
            var errors = new ArrayList<>(
                    ObjectMetaValidation.validate(object, served.descriptor().namespaced(), Names.PATH_SEGMENT));
            List<FieldError> changes = ObjectMetaValidation.validateUpdate(object, old);
            // Twice, as upstream checks them in the registry and in each strategy; clients see both causes.
            errors.addAll(changes);
            errors.addAll(changes);
            errors.addAll(request.strategy().validateUpdate(context, object, old));
            if (!errors.isEmpty()) {
                throw StatusException.invalid(served.kindOf(object), ObjectMeta.name(object), errors);
            }
        }
    }
}
