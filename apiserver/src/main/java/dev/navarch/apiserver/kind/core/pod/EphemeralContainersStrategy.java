package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.fields.UnifiedDiff;
import dev.navarch.apiserver.kind.podspec.PodAnnotations;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts containers for a look around into a pod that runs: only added, never changed or taken away. */
final class EphemeralContainersStrategy implements ResourceStrategy {

    private static final String LIST = "ephemeralContainers";

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        JsonNode containers = pod.path("spec").get(LIST);
        PodParts.keepAllButSpec(pod, old);
        ObjectNode spec = Fields.objectOrNew(old, "spec").deepCopy();
        if (containers == null) {
            spec.remove(LIST);
        } else {
            spec.set(LIST, containers);
        }
        pod.set("spec", spec);
        PodParts.countChange(pod, old);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode oldObject) {
        List<FieldError> errors = new ArrayList<>(ObjectMetaValidation.validate(object, true, Names.SUBDOMAIN));
        Field pod = Field.root(object, errors);
        Field old = Field.root(oldObject, errors);
        PodValidationOptions options = PodValidationOptions.forPod(oldObject);
        PodValidation.annotationsAndSpec(pod, options);
        PodValidation.annotationUpdates(pod, old, options);
        if (old.get("metadata").get("annotations").key(PodAnnotations.MIRROR).isSet()) {
            return List.of(FieldError.forbidden("[]", "static pods do not support ephemeral containers"));
        }
        onlyAdditions(pod.get("spec").get(LIST), old.get("spec").get(LIST));
        return errors;
    }

    private static void onlyAdditions(Field containers, Field before) {
        Map<String, Field> byName = new HashMap<>();
        containers.items().forEach(container -> byName.put(container.get("name").text(), container));
        for (Field old : before.items()) {
            String name = old.get("name").text();
            Field now = byName.get(name);
            if (now == null) {
                containers.forbidden(
                        "existing ephemeral containers " + FieldValue.quote(name) + " may not be removed\n");
            } else if (!Sameness.same(now.value(), old.value())) {
                containers.forbidden("existing ephemeral containers " + FieldValue.quote(name) + " may not be changed\n"
                        + UnifiedDiff.of(
                                InternalForm.of("EphemeralContainer", old.value()),
                                InternalForm.of("EphemeralContainer", now.value())));
            }
        }
    }
}
