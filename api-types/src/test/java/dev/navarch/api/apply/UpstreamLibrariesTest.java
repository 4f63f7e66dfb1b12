package dev.navarch.api.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.merge.JsonPatch;
import dev.navarch.api.merge.MergePatch;
import dev.navarch.api.merge.StrategicMergePatch;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * What upstream's libraries (structured-merge-diff, strategicpatch, json-patch) made of random objects, patches and
 * sequences of applies and updates. The first line that differs fails.
 */
class UpstreamLibrariesTest {

    private static final MergeTypes TYPES = new MergeTypes();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void random_patches_and_applies_lead_to_the_same() throws IOException {
        int lines = 0;
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(UpstreamLibrariesTest.class.getResourceAsStream("/upstream/patches.jsonl.gz")),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                check(Json.parse(line), "line " + ++lines);
            }
        }
        assertFalse(lines < 300, "lines: " + lines);
    }

    private static void check(JsonNode scenario, String where) {
        GroupVersionKind kind = new GroupVersionKind(
                scenario.path("gvk").get(0).asText(),
                scenario.path("gvk").get(1).asText(),
                scenario.path("gvk").get(2).asText());
        if (scenario.has("ops")) {
            checkSequence(kind, scenario, where);
        } else {
            String expected = scenario.path("expected").has("error")
                    ? "error"
                    : CanonicalJson.print(scenario.path("expected").path("result"));
            assertEquals(expected, patch(kind, scenario), where);
        }
    }

    private static String patch(GroupVersionKind kind, JsonNode scenario) {
        ObjectNode original = (ObjectNode) scenario.path("original");
        JsonNode patch = scenario.path("patch");
        try {
            return CanonicalJson.print(
                    switch (scenario.path("kind").asText()) {
                        case "json" -> JsonPatch.parse(patch).apply(original);
                        case "merge" -> MergePatch.apply(original, patch);
                        default ->
                            StrategicMergePatch.apply(
                                    original,
                                    (ObjectNode) patch,
                                    Catalog.builtIn().schema(kind).orElseThrow());
                    });
        } catch (StatusException e) {
            return "error";
        }
    }

    private static void checkSequence(GroupVersionKind kind, JsonNode scenario, String where) {
        FieldManager manager = FieldManager.builder(
                        kind,
                        version -> Catalog.builtIn()
                                .schema(GroupVersion.parse(version).kind(kind.kind())))
                .types(TYPES)
                .build();
        ObjectNode live = null;
        for (int i = 0; i < scenario.path("ops").size(); i++) {
            JsonNode op = scenario.path("ops").get(i);
            JsonNode expected = scenario.path("expected").get(i);
            String name = op.path("manager").asText();
            try {
                live = op.path("op").asText().equals("apply")
                        ? manager.apply(
                                live,
                                op.path("obj").deepCopy(),
                                name,
                                op.path("force").asBoolean(),
                                NOW)
                        : manager.update(live, op.path("obj").deepCopy(), name, NOW);
            } catch (StatusException e) {
                assertEquals(parts(expected.path("error").asText()), parts(e.getMessage()), where + " step " + i);
                continue;
            }
            if (expected.has("error")) { // an update that upstream's server would go on with, without owners
                assertFalse(live.path("metadata").has("managedFields"), where + " step " + i);
                return;
            }
            assertEquals(normal(expected.path("result")), normal(live), where + " step " + i);
        }
    }

    /** Errors of several places come in the order of a Go map. */
    private static List<String> parts(String message) {
        return Arrays.stream(message.split("\n| conflicts: |errors:|\\): ", -1))
                .map(String::strip)
                .sorted()
                .toList();
    }

    private static String normal(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        List<String> owners = new ArrayList<>();
        for (JsonNode entry : copy.path("metadata").path("managedFields")) {
            ((ObjectNode) entry).remove("time");
            String fields = Json.string(((ObjectNode) entry).remove("fieldsV1"));
            owners.add(CanonicalJson.print(entry) + " " + fields);
        }
        ((ObjectNode) copy.path("metadata")).remove("managedFields");
        return CanonicalJson.print(copy) + owners.stream().sorted().collect(Collectors.joining("\n", "\n", ""));
    }
}
