package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.StorageException;
import java.util.ArrayList;
import java.util.List;

/** The birth of objects. */
final class ObjectCreation {

    private static final int NAME_ATTEMPTS = 8;

    private final ResourceStore store;

    ObjectCreation(ResourceStore store) {
        this.store = store;
    }

    /** An object ready to be stored, and what its strategy reserved for it. */
    record Prepared(ObjectNode strategyView, ObjectNode stored, WriteTransaction transaction) {}

    ObjectNode create(RequestContext context, ServedResource served, ObjectNode object, WriteValidation validation) {
        boolean nameIsGenerated = ObjectMeta.name(object).isEmpty()
                && !ObjectMeta.generateName(object).isEmpty();
        if (!nameIsGenerated) {
            return createOnce(context, served, object, validation);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return createOnce(context, served, object.deepCopy(), validation);
            } catch (StatusException e) {
                if (!e.reason().equals("AlreadyExists") || attempt == NAME_ATTEMPTS) {
                    throw e.reason().equals("AlreadyExists") ? noUniqueName(e) : e;
                }
            }
        }
    }

    private ObjectNode createOnce(
            RequestContext context, ServedResource served, ObjectNode object, WriteValidation validation) {
        Prepared prepared = prepare(context, served, object, validation);
        boolean written = false;
        try {
            ObjectNode stored = write(context, served, prepared);
            written = !context.dryRun();
            ObjectNode answer = served.toServed(stored);
            served.strategy().decorate(answer);
            return answer;
        } finally {
            if (written) {
                prepared.transaction().commit();
            } else {
                prepared.transaction().rollback();
            }
        }
    }

    /** Everything between admission and storage; undoes its reservations when it throws. */
    Prepared prepare(RequestContext context, ServedResource served, ObjectNode object, WriteValidation validation) {
        ResourceStrategy strategy = served.strategy();
        MetadataRules.fillSystemFields(object);
        MetadataRules.generateName(object);
        ObjectNode view = served.servedToStrategy(object);
        if (served.descriptor().hasStatus() && strategy.resetsStatusOnCreate()) {
            view.remove("status");
            view = served.normalized(view);
            strategy.applyDefaults(view);
        }
        if (strategy.generation() != Generation.NONE) {
            ObjectMeta.setGeneration(view, 1);
        }
        strategy.prepareForCreate(context, view);
        // Upstream answers what it read back, and sets defaults on reading too.
        strategy.applyDefaults(view);
        WriteTransaction transaction = strategy.begin(context, view, null);
        try {
            validate(context, served, view);
            strategy.warnings(context, view, null).forEach(context::warn);
            validation.check(served.strategyToServed(view), null);
            return new Prepared(view, served.strategyToStored(view), transaction);
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        }
    }

    private static void validate(RequestContext context, ServedResource served, ObjectNode object) {
        ResourceStrategy strategy = served.strategy();
        List<FieldError> errors = new ArrayList<>(
                ObjectMetaValidation.validate(object, served.descriptor().namespaced(), strategy::validateName));
        errors.addAll(strategy.validate(context, object));
        if (!errors.isEmpty()) {
            throw StatusException.invalid(served.kindOf(object), ObjectMeta.name(object), errors);
        }
    }

    private ObjectNode write(RequestContext context, ServedResource served, Prepared prepared) {
        ObjectNode stored = prepared.stored();
        if (MetadataRules.resourceVersion(stored) != 0 && !context.dryRun()) {
            throw StatusException.of(500, "", "resourceVersion should not be set on objects to be created");
        }
        String name = ObjectMeta.name(stored);
        String key = store.key(ObjectMeta.namespace(stored), name);
        try {
            if (context.dryRun()) {
                if (store.storage().get(key).isPresent()) {
                    throw new StorageException.KeyExists(key);
                }
                ObjectMeta.setResourceVersion(stored, "");
                return stored;
            }
            KeyValue written = store.storage()
                    .create(key, store.form().encode(stored), served.strategy().timeToLive(stored));
            ObjectMeta.setResourceVersion(stored, Long.toString(written.modRevision()));
            return stored;
        } catch (StorageException.KeyExists e) {
            throw alreadyExists(served, key, name);
        } catch (StorageException e) {
            throw StorageErrors.status(e, served.groupResource(), name, "create");
        }
    }

    private StatusException alreadyExists(ServedResource served, String key, String name) {
        StatusException exists = StatusException.alreadyExists(served.groupResource(), name);
        boolean dying = store.read(key)
                .map(StoredState::tree)
                .map(ObjectMeta::isBeingDeleted)
                .orElse(false);
        if (!dying) {
            return exists;
        }
        ObjectNode status = exists.status();
        status.put("message", "object is being deleted: " + exists.getMessage());
        return StatusException.of(status);
    }

    private static StatusException noUniqueName(StatusException exists) {
        ObjectNode status = exists.status();
        status.put(
                "message", exists.getMessage() + ", the server was not able to generate a unique name for the object");
        status.withObject("/details").put("retryAfterSeconds", 1);
        return StatusException.of(status);
    }
}
