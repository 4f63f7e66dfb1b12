package dev.navarch.apiserver.admission.priority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Comparator;
import java.util.Optional;

/** Resolves the priority of pods; keeps the default priority class the only one. */
public final class Priority implements AdmissionPlugin {

    private static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");

    private final ObjectReader reader;

    public Priority(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "Priority";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "pods")) {
            return;
        }
        ObjectNode spec = attributes.requireObject().withObject("/spec");
        if (attributes.operation() == Operation.UPDATE) {
            JsonNode old = attributes.requireOldObject().path("spec");
            keep(spec, old, "priority");
            keep(spec, old, "preemptionPolicy");
            return;
        }
        Optional<ObjectNode> priorityClass = classOf(attributes, spec);
        priorityClass.ifPresent(found -> spec.put("priorityClassName", ObjectMeta.name(found)));
        int priority = priorityClass.map(found -> found.path("value").asInt()).orElse(0);
        JsonNode given = spec.path("priority");
        if (given.isNumber() && given.intValue() != priority) {
            throw attributes.forbidden("the integer value of priority (" + given.intValue()
                    + ") must not be provided in pod spec; priority admission controller computed " + priority
                    + " from the given PriorityClass name");
        }
        spec.put("priority", priority);
        String policy = priorityClass
                .map(found -> found.path("preemptionPolicy").asText(""))
                .orElse("PreemptLowerPriority");
        if (!policy.isEmpty()) {
            setPolicy(attributes, spec, policy);
        }
    }

    private Optional<ObjectNode> classOf(AdmissionAttributes attributes, ObjectNode spec) {
        String name = spec.path("priorityClassName").asText("");
        if (name.isEmpty()) {
            return defaultClass();
        }
        return Optional.of(reader.get(CLASSES, "", name)
                .or(() -> reader.getLatest(CLASSES, "", name))
                .orElseThrow(() -> attributes.forbidden("no PriorityClass with name " + name + " was found")));
    }

    private static void setPolicy(AdmissionAttributes attributes, ObjectNode spec, String policy) {
        String given = spec.path("preemptionPolicy").asText("");
        if (!given.isEmpty() && !given.equals(policy)) {
            throw attributes.forbidden("the string value of PreemptionPolicy (" + given
                    + ") must not be provided in pod spec; priority admission controller computed " + policy
                    + " from the given PriorityClass name");
        }
        spec.put("preemptionPolicy", policy);
    }

    private static void keep(ObjectNode spec, JsonNode old, String field) {
        if (!spec.hasNonNull(field) && old.hasNonNull(field)) {
            spec.set(field, old.get(field));
        }
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isForMain(CLASSES.group(), CLASSES.resource())) {
            return;
        }
        ObjectNode object = attributes.requireObject();
        if (!object.path("globalDefault").asBoolean()) {
            return;
        }
        Optional<ObjectNode> present = defaultClass();
        boolean isOther = present.filter(found -> attributes.operation() == Operation.CREATE
                        || !ObjectMeta.name(found).equals(ObjectMeta.name(object)))
                .isPresent();
        if (isOther) {
            throw attributes.forbidden("PriorityClass " + ObjectMeta.name(present.get())
                    + " is already marked as default. Only one default can exist");
        }
    }

    /** Should there be two for a moment, the lower one. */
    private Optional<ObjectNode> defaultClass() {
        return reader.list(CLASSES, "").stream()
                .filter(object -> object.path("globalDefault").asBoolean())
                .min(Comparator.comparingInt(object -> object.path("value").asInt()));
    }
}
