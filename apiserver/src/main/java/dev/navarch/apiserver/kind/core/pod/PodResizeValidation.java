package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.podspec.PodAnnotations;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a pod's resources may change while it runs: cpu and memory, and not away. */
final class PodResizeValidation {

    private static final List<String> LISTS = List.of("requests", "limits");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");

    private final Field spec;
    private final Field before;
    private final ObjectNode munged;

    private PodResizeValidation(Field pod, Field old) {
        this.spec = pod.get("spec");
        this.before = old.get("spec");
        this.munged = spec.value().deepCopy();
    }

    static List<FieldError> check(ObjectNode object, ObjectNode oldObject) {
        List<FieldError> errors = new ArrayList<>(ObjectMetaValidation.validate(object, true, Names.SUBDOMAIN));
        Field pod = Field.root(object, errors);
        Field old = Field.root(oldObject, errors);
        PodValidation.annotationsAndSpec(pod, PodValidationOptions.forPod(oldObject));
        if (old.get("metadata").get("annotations").key(PodAnnotations.MIRROR).isSet()) {
            return List.of(FieldError.forbidden("[]", "static pods cannot be resized"));
        }
        if (old.get("spec").get("os").get("name").is("windows")) {
            return List.of(FieldError.forbidden("[]", "windows pods cannot be resized"));
        }
        new PodResizeValidation(pod, old).check(pod, old);
        return errors;
    }

    private void check(Field pod, Field old) {
        String oldClass = old.get("status").get("qosClass").text();
        String kept = oldClass.isEmpty() ? QualityOfService.of((ObjectNode) before.value()) : oldClass;
        if (!kept.equals(QualityOfService.of((ObjectNode) spec.value()))) {
            spec.invalid(
                    pod.get("status").get("qosClass").text(), "Pod QOS Class may not change as a result of resizing");
        }
        if (!isSupported(old.get("status"))) {
            spec.forbidden("Pod running on node without support for resize");
        }
        if (hasAny(spec.get("resources")) || hasAny(before.get("resources"))) {
            podLevel();
        }
        if (old.get("status").get("nodeAllocatableResourceClaimStatuses").size() > 0) {
            spec.forbidden("pods with node allocatable resource claims cannot be resized");
        }
        boolean sameRegular = sameContainers("containers");
        boolean sameInit = sameContainers("initContainers");
        if (!sameRegular || !sameInit) {
            return;
        }
        removals("initContainers");
        removals("containers");
        regularContainers();
        initContainers();
        if (spec.errors().isEmpty() && !Sameness.same(munged, before.value())) {
            spec.forbidden("only cpu and memory resources are mutable");
        }
    }

    /** A node that says what its containers have can change it; one that says nothing yet is given the benefit of doubt. */
    private static boolean isSupported(Field status) {
        for (Field container : status.items("containerStatuses")) {
            if (container.get("state").get("running").isSet()) {
                return container.get("resources").isSet();
            }
        }
        return true;
    }

    private static boolean hasAny(Field resources) {
        return LISTS.stream().anyMatch(list -> resources.get(list).size() > 0);
    }

    private void podLevel() {
        Field now = spec.get("resources");
        Field old = before.get("resources");
        if (old.isSet() && !now.isSet()) {
            now.forbidden("pod-level resources cannot be removed");
            return;
        }
        if (old.isSet()) {
            for (String list : LISTS) {
                if (removes(now.get(list), old.get(list))) {
                    now.get(list).forbidden("pod-level resource " + list + " cannot be removed");
                }
            }
        }
        ObjectNode resources = Fields.object(munged, "resources");
        if (resources != null) {
            restore(resources, old);
            if (!old.isSet() && resources.isEmpty()) {
                munged.remove("resources");
            }
        }
        if (!Sameness.same(munged.get("resources"), old.value())) {
            spec.forbidden("only cpu and memory resources are mutable at pod-level");
        }
    }

    private boolean sameContainers(String list) {
        Field now = spec.get(list);
        if (now.size() != before.get(list).size()) {
            now.forbidden(list + " may not be added or removed on resize");
            return false;
        }
        boolean same = true;
        for (int i = 0; i < now.size(); i++) {
            Field name = now.index(i).get("name");
            if (!name.is(before.get(list).index(i).get("name").text())) {
                name.forbidden(list + " may not be renamed or reordered on resize");
                same = false;
            }
        }
        return same;
    }

    private void removals(String containers) {
        for (int i = 0; i < spec.get(containers).size(); i++) {
            Field now = spec.get(containers).index(i).get("resources");
            Field old = before.get(containers).index(i).get("resources");
            for (String list : LISTS) {
                if (removes(now.get(list), old.get(list))) {
                    now.get(list).forbidden("resource " + list + " cannot be removed");
                }
            }
        }
    }

    private static boolean removes(Field now, Field old) {
        return old.size() > now.size()
                || old.entries().stream()
                        .anyMatch(entry -> !now.key(entry.name()).isSet());
    }

    private void regularContainers() {
        for (int i = 0; i < before.get("containers").size(); i++) {
            ObjectNode container = (ObjectNode) munged.get("containers").get(i);
            Field old = before.get("containers").index(i);
            restoreContainer(container, old);
            if (!Sameness.same(container, old.value())) {
                spec.forbidden("only cpu and memory resources are mutable");
            }
        }
    }

    private void initContainers() {
        for (int i = 0; i < before.get("initContainers").size(); i++) {
            ObjectNode container = (ObjectNode) munged.get("initContainers").get(i);
            Field old = before.get("initContainers").index(i);
            Field shown = spec.get("initContainers").index(i);
            boolean modified = !Sameness.same(container, old.value());
            restoreContainer(container, old);
            if (!Sameness.same(container, old.value())) {
                shown.forbidden("only cpu and memory resources for init or sidecar containers are mutable");
            }
            boolean isSidecar = shown.get("restartPolicy").is("Always");
            if (modified && !isSidecar) {
                shown.items("resizePolicy").stream()
                        .filter(policy -> policy.get("restartPolicy").is("RestartContainer"))
                        .forEach(
                                policy -> shown.forbidden(
                                        "non-sidecar init containers with a resize policy of RestartContainer cannot be resized"));
            }
        }
    }

    private static void restoreContainer(ObjectNode container, Field old) {
        ObjectNode resources = Fields.objectOrNew(container, "resources");
        resources.remove("claims");
        restore(resources, old.get("resources"));
    }

    /** Sets cpu and memory back to what they were. */
    private static void restore(ObjectNode resources, Field old) {
        for (String list : LISTS) {
            ObjectNode amounts = Fields.objectOrNew(resources, list);
            for (String name : RESIZABLE) {
                set(
                        amounts,
                        name,
                        old.get(list).key(name).isSet()
                                ? old.get(list).key(name).value()
                                : null);
            }
            if (amounts.isEmpty()) {
                resources.remove(list);
            }
        }
    }

    private static void set(ObjectNode amounts, String name, @Nullable JsonNode value) {
        if (value == null) {
            amounts.remove(name);
        } else {
            amounts.set(name, value);
        }
    }
}
