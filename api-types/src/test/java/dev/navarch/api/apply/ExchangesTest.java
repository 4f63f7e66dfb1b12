package dev.navarch.api.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.Scenario.Request;
import dev.navarch.api.apply.Scenario.Step;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.json.Json;
import dev.navarch.api.merge.JsonPatch;
import dev.navarch.api.merge.MergePatch;
import dev.navarch.api.merge.StrategicMergePatch;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What upstream answered to recorded writes, from the answer before and the request alone: no server runs. */
class ExchangesTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final MergeTypes TYPES = new MergeTypes();

    @TestFactory
    Stream<DynamicTest> writes_lead_to_what_upstream_answered() {
        return Stream.of("patch", "apply", "metadata")
                .flatMap(topic -> Scenario.all(topic)
                        .filter(scenario -> !scenario.name().equals("versions-autoscaling")) // needs a conversion
                        .map(scenario ->
                                DynamicTest.dynamicTest(topic + "/" + scenario.name(), () -> new Run(scenario).run())));
    }

    private static final class Run {
        private final Scenario scenario;
        private final Map<String, ObjectNode> live = new HashMap<>();

        Run(Scenario scenario) {
            this.scenario = scenario;
        }

        void run() {
            for (Step step : scenario.steps()) {
                try {
                    check(step);
                } catch (AssertionError e) {
                    throw new AssertionError(
                            step.id() + " " + step.request().method() + " "
                                    + step.request().resource() + ": " + e.getMessage(),
                            e);
                }
                remember(step);
            }
        }

        private String key(Step step) {
            String name = step.request().name();
            return step.request().resource() + "/"
                    + (name.isEmpty()
                            ? step.body().path("metadata").path("name").asText()
                            : name);
        }

        private void remember(Step step) {
            if (!step.succeeded() || step.request().dryRun() || !(step.body() instanceof ObjectNode body)) {
                return;
            }
            String kind = body.path("kind").asText();
            if (!step.whole()) {
                live.remove(key(step));
            } else if (step.request().method().equals("DELETE")
                    && !body.path("metadata").has("deletionTimestamp")) {
                live.remove(key(step));
            } else if (kind.equals("Scale") || !step.request().subresource().matches("|status")) {
                live.remove(key(step)); // the object changed in ways that this answer does not show
            } else if (!kind.equals("Status")
                    && !kind.endsWith("List")
                    && body.path("metadata").has("uid")) {
                live.put(key(step), body);
            }
        }

        private void check(Step step) {
            Request request = step.request();
            Optional<ObjectNode> before = Optional.ofNullable(live.get(key(step)));
            boolean known =
                    request.subresource().matches("|status") && request.body().isPresent();
            if (!known || !step.whole() || request.query().containsKey("fieldValidation")) {
                return;
            }
            switch (request.method()) {
                case "POST" -> {
                    if (step.status() == 201
                            && request.subresource().isEmpty()
                            && request.name().isEmpty()) {
                        checkCreate(step);
                    }
                }
                case "PUT" -> {
                    if (step.succeeded() && before.isPresent()) {
                        checkOwners(step, before.get(), request.body().get());
                    }
                }
                case "PATCH" -> checkPatch(step, before);
                default -> {}
            }
        }

        private void checkCreate(Step step) {
            if (step.body().path("metadata").has("uid")) {
                ObjectNode created = withoutServerFields(
                        step.body().deepCopy(), step.request().body().get());
                setManagedFields(created, step.request().body().get());
                FieldManager manager = manager(step, (ObjectNode) step.body());
                manager.update(null, created, step.request().manager(), NOW);
                assertOwners(step.body(), created);
            }
        }

        private void checkPatch(Step step, Optional<ObjectNode> before) {
            String type = step.request().contentType();
            if (type.startsWith("application/apply-patch")) {
                checkApply(step, before);
            } else if (before.isPresent()) {
                JsonNode patch = step.request().body().get();
                JsonNode patched;
                try {
                    patched = patch(type, before.get(), patch);
                } catch (StatusException e) {
                    assertSameFailure(step, e);
                    return;
                }
                if (step.succeeded()) {
                    if (step.request().subresource().isEmpty()) {
                        JsonNode decoded = patched instanceof ObjectNode o ? GoShape.decoded(o.deepCopy()) : patched;
                        assertContent(before.get(), step.body(), decoded);
                    }
                    checkOwners(step, before.get(), patched);
                }
            }
        }

        private static JsonNode patch(String type, ObjectNode before, JsonNode patch) {
            return switch (type) {
                case "application/json-patch+json" -> JsonPatch.parse(patch).apply(before);
                case "application/merge-patch+json" -> MergePatch.apply(before, patch);
                case "application/strategic-merge-patch+json" ->
                    patch instanceof ObjectNode changes
                            ? StrategicMergePatch.apply(
                                    before, changes, schema(before).orElseThrow())
                            : before;
                default -> before;
            };
        }

        private void checkApply(Step step, Optional<ObjectNode> before) {
            if (!(step.request().body().get() instanceof ObjectNode applied)
                    || applied.path("kind").isMissingNode()) {
                return;
            }
            if (before.isEmpty() && !step.request().subresource().isEmpty()) {
                return;
            }
            ObjectNode result;
            try {
                FieldManager manager = manager(step, applied);
                boolean force = step.request().query().getOrDefault("force", "").equals("true");
                result = manager.apply(
                        before.orElse(null), applied, step.request().manager(), force, NOW);
            } catch (StatusException e) {
                assertSameFailure(step, e);
                return;
            }
            if (!step.succeeded()) {
                assertFailedElsewhere(step);
                return;
            }
            before.ifPresent(old -> keepServerFields(old, result));
            before.ifPresent(old -> ManagedFieldTimes.keepIfNothingElseChanged(old, result));
            boolean unchanged = before.isPresent()
                    && !step.request().dryRun()
                    && version(step.body()).equals(version(before.get()));
            if (unchanged) {
                assertEquals(before.get().toPrettyString(), result.toPrettyString(), "an apply of nothing new");
            }
            assertOwners(step.body(), result);
            if (step.request().subresource().isEmpty()) {
                assertContent(before.orElseGet(Json::object), step.body(), result);
            }
        }

        private void checkOwners(Step step, ObjectNode before, JsonNode sent) {
            ObjectNode updated = step.body().deepCopy();
            setManagedFields(updated, sent);
            manager(step, (ObjectNode) step.body())
                    .update(before, updated, step.request().manager(), NOW);
            assertOwners(step.body(), updated);
        }
    }

    private static void setManagedFields(ObjectNode object, JsonNode sent) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        JsonNode managed = sent.path("metadata").get("managedFields");
        metadata.remove("managedFields");
        if (managed != null) {
            metadata.set("managedFields", managed.deepCopy());
        }
    }

    /** Leaves out what admission and strategies add to a new object after owners were recorded. */
    private static ObjectNode withoutServerFields(ObjectNode object, JsonNode sent) {
        if (!(object.path("spec") instanceof ObjectNode spec)) {
            return object;
        }
        switch (object.path("kind").asText()) {
            case "Pod" -> {
                spec.remove(List.of("serviceAccountName", "serviceAccount", "priority", "preemptionPolicy"));
                if (!sent.path("spec").has("tolerations")) {
                    spec.remove("tolerations");
                }
            }
            case "Namespace" -> {
                if (!sent.path("spec").has("finalizers")) {
                    spec.remove("finalizers");
                }
            }
            default -> {}
        }
        return object;
    }

    private static void keepServerFields(ObjectNode before, ObjectNode result) {
        result.withObjectProperty("metadata")
                .set("creationTimestamp", before.path("metadata").path("creationTimestamp"));
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private static Optional<dev.navarch.api.schema.StructuralSchema> schema(ObjectNode object) {
        return Catalog.builtIn().schema(kind(object));
    }

    private static GroupVersionKind kind(ObjectNode object) {
        return GroupVersion.parse(object.path("apiVersion").asText())
                .kind(object.path("kind").asText());
    }

    private static FieldManager manager(Step step, ObjectNode object) {
        GroupVersionKind kind = new GroupVersion(
                        step.request().group(), step.request().version())
                .kind(object.path("kind").asText());
        boolean hasStatus =
                Catalog.builtIn().kind(kind).map(ResourceDescriptor::hasStatus).orElse(false);
        String subresource = step.request().subresource();
        GroupResource resource =
                new GroupResource(step.request().group(), step.request().resourceName());
        FieldFilter owned = ResetFields.ofBuiltIn(resource, subresource, hasStatus);
        return FieldManager.builder(
                        kind,
                        version -> Catalog.builtIn()
                                .schema(GroupVersion.parse(version).kind(kind.kind())))
                .types(TYPES)
                .subresource(subresource)
                .filters(version -> owned)
                .emptyObject(() -> GoShape.empty(kind.apiVersion(), kind.kind()))
                .defaulter(GoShape::decoded)
                .build();
    }

    private static void assertSameFailure(Step step, StatusException e) {
        assertEquals(step.status(), e.code(), e.getMessage());
        assertEquals(step.body().path("message").asText(), e.getMessage());
        assertEquals(causes(step.body()), causes(e.status()));
    }

    private static Set<String> causes(JsonNode status) {
        Set<String> causes = new java.util.TreeSet<>();
        status.path("details").path("causes").forEach(cause -> causes.add(cause.toString()));
        return causes;
    }

    /** Validation, preconditions and names are not what is tested here. */
    private static void assertFailedElsewhere(Step step) {
        String message = step.body().path("message").asText();
        if (message.startsWith("Apply failed") || message.startsWith("failed to create typed")) {
            fail("should have failed: " + message);
        }
    }

    private static void assertOwners(JsonNode expected, ObjectNode actual) {
        assertEquals(owners(expected), owners(actual));
    }

    private static String owners(JsonNode object) {
        Map<String, String> owners = new TreeMap<>();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            ObjectNode id = entry.deepCopy();
            if (id.has("time")) {
                id.put("time", "set");
            }
            JsonNode fields = id.remove("fieldsV1");
            owners.put(id.toString(), fields == null ? "" : fields.toPrettyString());
        }
        return String.join(
                "\n",
                owners.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList());
    }

    /** What was patched must be in the answer, and what the answer adds must not have been there before. */
    private static void assertContent(JsonNode before, JsonNode expected, JsonNode actual) {
        List<String> differences = new ArrayList<>();
        compare("", GoShape.comparable(before), GoShape.comparable(expected), GoShape.comparable(actual), differences);
        assertEquals("", String.join("\n", differences));
    }

    private static final Set<String> SERVER_SETS = Set.of(
            "/metadata/managedFields",
            "/metadata/resourceVersion",
            "/metadata/generation",
            "/metadata/uid",
            "/metadata/creationTimestamp",
            "/metadata/namespace",
            "/metadata/selfLink",
            "/metadata/labels/kubernetes.io/metadata.name",
            "/status",
            "/apiVersion",
            "/kind",
            "/spec/taints", // admission of nodes
            "/nope"); // unknown fields are dropped with a warning

    private static void compare(
            String path, JsonNode before, JsonNode expected, JsonNode actual, List<String> differences) {
        if (SERVER_SETS.contains(path)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            actual.properties().forEach(member -> {
                JsonNode wanted = expected.get(member.getKey());
                String inner = path + "/" + member.getKey();
                if (wanted == null) {
                    boolean shows = !member.getValue().isContainerNode()
                            || !member.getValue().isEmpty();
                    if (shows && !SERVER_SETS.contains(inner) && !unsetValue(member.getValue())) {
                        differences.add(inner + " should be gone");
                    }
                } else {
                    compare(inner, before.path(member.getKey()), wanted, member.getValue(), differences);
                }
            });
            expected.properties().forEach(member -> {
                String inner = path + "/" + member.getKey();
                boolean added = actual.has(member.getKey()) || !before.has(member.getKey());
                if (!added && !SERVER_SETS.contains(inner) && !member.getValue().isEmpty()) {
                    differences.add(inner + " should have stayed");
                }
            });
        } else if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                differences.add(path + " should be " + expected + " and is " + actual);
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "/" + i, Json.object(), expected.get(i), actual.get(i), differences);
            }
        } else if (path.endsWith("/targetPort") && actual.asText().equals("0")) {
            return; // defaulted by the service's own rule
        } else if (!expected.asText().equals(actual.asText())
                || expected.isContainerNode() != actual.isContainerNode()) {
            differences.add(path + " should be " + expected + " and is " + actual);
        }
    }

    private static boolean unsetValue(JsonNode value) {
        return value.asText().isEmpty()
                || value.asText().equals("0")
                || value.asText().equals("false");
    }
}
