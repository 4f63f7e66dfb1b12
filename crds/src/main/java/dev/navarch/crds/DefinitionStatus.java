package dev.navarch.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.crds.definition.ApiApproval;
import dev.navarch.crds.definition.Conditions;
import dev.navarch.crds.definition.Conditions.Condition;
import dev.navarch.crds.definition.Definition;
import dev.navarch.crds.definition.NameDecision;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the status of definitions. */
final class DefinitionStatus {

    private final ObjectWriter writer;
    private final Definitions definitions;

    DefinitionStatus(ObjectWriter writer, Definitions definitions) {
        this.writer = writer;
        this.definitions = definitions;
    }

    /** Settles which names a definition has; true if that changed. */
    boolean decideNames(Definition definition) {
        if (NameDecision.isSettled(definition)) {
            return false;
        }
        NameDecision decision = NameDecision.of(definition, definitions.all());
        return decision.changes() && write(definition, decision::writeTo);
    }

    /** Says of a definition in one of the project's own groups whether it was approved. */
    void tellApproval(Definition definition) {
        ApiApproval.condition(definition.object())
                .filter(condition ->
                        !Conditions.find(definition.object(), condition.type()).equals(Optional.of(condition)))
                .ifPresent(condition -> write(definition, object -> Conditions.set(object, condition)));
    }

    /** The last step, once the resources are served. */
    void establish(Definition definition) {
        if (definition.isTrue(Conditions.NAMES_ACCEPTED) && !definition.isTrue(Conditions.ESTABLISHED)) {
            set(
                    definition,
                    new Condition(
                            Conditions.ESTABLISHED,
                            "True",
                            "InitialNamesAccepted",
                            "the initial names have been accepted"));
        }
    }

    void set(Definition definition, Condition condition) {
        write(definition, object -> Conditions.set(object, condition));
    }

    /** Says how the cleanup ended and lets go of the definition. */
    void release(Definition definition, Condition condition) {
        write(definition, object -> {
            Conditions.set(object, condition);
            var finalizers = new ArrayList<>(ObjectMeta.finalizers(object));
            finalizers.remove(Definition.CLEANUP_FINALIZER);
            ObjectMeta.setFinalizers(object, finalizers);
        });
    }

    /** False where the definition is gone, or another one is in its place. */
    private boolean write(Definition definition, Consumer<ObjectNode> change) {
        try {
            ObjectNode written =
                    writer.updateSubresource(Definition.RESOURCE, "status", "", definition.name(), object -> {
                        if (!ObjectMeta.uid(object).equals(definition.uid())) {
                            throw StatusException.notFound(Definition.RESOURCE.groupResource(), definition.name());
                        }
                        change.accept(object);
                        return object;
                    });
            definitions.remember(new Definition(written));
            return true;
        } catch (StatusException e) {
            if (e.reason().equals("NotFound")) {
                return false;
            }
            throw e;
        }
    }
}
