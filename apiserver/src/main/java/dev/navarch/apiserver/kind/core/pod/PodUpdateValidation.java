package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.fields.UnifiedDiff;
import dev.navarch.apiserver.kind.podspec.PodSpecValidation;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import dev.navarch.apiserver.kind.podspec.Tolerations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a pod's specification may change: images, deadlines, and some more as long as scheduling gates hold it back. */
final class PodUpdateValidation {

    private static final String UPDATABLE = String.join(
            ",",
            "`spec.containers[*].image`",
            "`spec.initContainers[*].image`",
            "`spec.activeDeadlineSeconds`",
            "`spec.tolerations` (only additions to existing tolerations)",
            "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private final Field spec;
    private final Field before;

    private PodUpdateValidation(Field pod, Field old) {
        this.spec = pod.get("spec");
        this.before = old.get("spec");
    }

    static List<FieldError> check(ObjectNode object, ObjectNode old) {
        List<FieldError> errors = new ArrayList<>(ObjectMetaValidation.validate(object, true, Names.SUBDOMAIN));
        Field pod = Field.root(object, errors);
        Field oldPod = Field.root(old, errors);
        PodValidationOptions options = PodValidationOptions.forPod(old);
        PodValidation.annotationsAndSpec(pod, options);
        PodValidation.annotationUpdates(pod, oldPod, options);
        new PodUpdateValidation(pod, oldPod).spec(options);
        return errors;
    }

    private void spec(PodValidationOptions options) {
        if (!images("containers") || !images("initContainers") || !deadline()) {
            return;
        }
        tolerations(options);
        gates();
        if (!Sameness.same(spec.value(), before.value())) {
            rest();
        }
    }

    /** Whether the containers are the same ones. */
    private boolean images(String list) {
        Field containers = spec.get(list);
        if (containers.size() != before.get(list).size()) {
            containers.forbidden("pod updates may not add or remove containers");
            return false;
        }
        for (Field container : containers.items()) {
            container.get("image").require();
            PodSpecValidation.imageWithoutBlanks(container);
        }
        return true;
    }

    private boolean deadline() {
        Field deadline = spec.get("activeDeadlineSeconds");
        Field old = before.get("activeDeadlineSeconds");
        if (!deadline.isSet()) {
            if (old.isSet()) {
                deadline.invalid(null, "must not update from a positive integer to nil value");
            }
            return true;
        }
        int errors = deadline.errors().size();
        deadline.inRange(0, Integer.MAX_VALUE);
        if (deadline.errors().size() > errors) {
            return false;
        }
        if (old.isSet() && old.number() < deadline.number()) {
            deadline.invalid("must be less than or equal to previous value");
            return false;
        }
        return true;
    }

    private void tolerations(PodValidationOptions options) {
        Field now = spec.get("tolerations");
        for (Field old : before.items("tolerations")) {
            if (now.items().stream().noneMatch(toleration -> sameButSeconds(toleration, old))) {
                now.forbidden("existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
        Tolerations.check(now, options);
    }

    private static boolean sameButSeconds(Field one, Field other) {
        return withoutSeconds(one).equals(withoutSeconds(other));
    }

    private static JsonNode withoutSeconds(Field toleration) {
        ObjectNode copy = toleration.value().deepCopy();
        copy.remove("tolerationSeconds");
        return copy;
    }

    private void gates() {
        for (Field gate : spec.items("schedulingGates")) {
            Field name = gate.get("name");
            boolean known = before.items("schedulingGates").stream()
                    .anyMatch(old -> old.get("name").is(name.text()));
            if (!known) {
                name.forbidden("only deletion is allowed, but found new scheduling gate '" + name.text() + "'");
            }
        }
    }

    /** Nothing is left that differs once all that may change is set back. */
    private void rest() {
        ObjectNode munged = spec.value().deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            for (int i = 0; i < munged.path(list).size(); i++) {
                restore((ObjectNode) munged.get(list).get(i), before.get(list).index(i), "image");
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            restore(munged, before, field);
        }
        boolean graceMended = before.get("terminationGracePeriodSeconds").number() < 0
                && munged.path("terminationGracePeriodSeconds").asLong() == 1;
        if (graceMended) {
            restore(munged, before, "terminationGracePeriodSeconds");
        }
        if (before.get("schedulingGates").size() > 0) {
            gated(munged);
        }
        if (!Sameness.same(munged, before.value())) {
            spec.forbidden("pod updates may not change fields other than " + UPDATABLE + "\n"
                    + UnifiedDiff.of(InternalForm.ofPodSpec(before.value()), InternalForm.ofPodSpec(munged)));
        }
    }

    private static void restore(ObjectNode object, Field from, String field) {
        if (from.get(field).isSet()) {
            object.set(field, from.get(field).value());
        } else {
            object.remove(field);
        }
    }

    /** What a pod that no scheduler has seen yet may narrow: where it can run. */
    private void gated(ObjectNode munged) {
        if (!Sameness.same(
                munged.get("nodeSelector"), before.get("nodeSelector").value())) {
            nodeSelector();
            restore(munged, before, "nodeSelector");
        }
        Field now = spec.get("affinity").get("nodeAffinity");
        Field old = before.get("affinity").get("nodeAffinity");
        if (Sameness.same(now.value(), old.value())) {
            return;
        }
        nodeAffinity(now, old);
        restoreNodeAffinity(munged, old);
    }

    private void nodeSelector() {
        for (Field label : before.get("nodeSelector").entries()) {
            Field now = spec.get("nodeSelector").key(label.name());
            if (!now.isSet() || !now.is(label.text())) {
                spec.get("nodeSelector")
                        .invalid(
                                orNull(spec.get("nodeSelector")),
                                "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                return;
            }
        }
    }

    private static @Nullable Object orNull(Field field) {
        return field.isSet() ? field.value() : null;
    }

    private void restoreNodeAffinity(ObjectNode munged, Field old) {
        ObjectNode affinity = munged.get("affinity") instanceof ObjectNode present ? present : null;
        if (affinity == null) {
            if (old.isSet()) {
                munged.putObject("affinity").set("nodeAffinity", old.value());
            }
        } else if (!before.get("affinity").isSet()
                && !affinity.has("podAffinity")
                && !affinity.has("podAntiAffinity")) {
            munged.remove("affinity");
        } else if (old.isSet()) {
            affinity.set("nodeAffinity", old.value());
        } else {
            affinity.remove("nodeAffinity");
        }
    }

    private static void nodeAffinity(Field now, Field old) {
        Field oldTerms = old.get(REQUIRED).get("nodeSelectorTerms");
        Field terms = now.get(REQUIRED).get("nodeSelectorTerms");
        if (oldTerms.size() > 0 && oldTerms.size() != terms.size()) {
            terms.invalid(
                    InternalForm.listOf("NodeSelectorTerm", terms.value()),
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (int i = 0; i < oldTerms.size(); i++) {
            if (!onlyAdds(terms.index(i), oldTerms.index(i))) {
                terms.index(i)
                        .invalid(
                                InternalForm.of(
                                        "NodeSelectorTerm", terms.index(i).value()),
                                "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    private static boolean onlyAdds(Field term, Field old) {
        boolean wasEmpty = old.get("matchExpressions").size() == 0
                && old.get("matchFields").size() == 0;
        boolean isEmpty = term.get("matchExpressions").size() == 0
                && term.get("matchFields").size() == 0;
        if (wasEmpty && !isEmpty) {
            return false;
        }
        return startsWith(term.get("matchExpressions"), old.get("matchExpressions"))
                && startsWith(term.get("matchFields"), old.get("matchFields"));
    }

    private static boolean startsWith(Field list, Field start) {
        if (list.size() < start.size()) {
            return false;
        }
        for (int i = 0; i < start.size(); i++) {
            if (!Sameness.same(list.index(i).value(), start.index(i).value())) {
                return false;
            }
        }
        return true;
    }
}
