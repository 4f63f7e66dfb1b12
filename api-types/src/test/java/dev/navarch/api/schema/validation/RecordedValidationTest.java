package dev.navarch.api.schema.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.merge.JsonPatch;
import dev.navarch.api.merge.MergePatch;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.Defaulter;
import dev.navarch.api.schema.StructuralSchema;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What upstream answered to custom resources, good and bad, from their definition and the body alone. */
class RecordedValidationTest {

    @TestFactory
    Stream<DynamicTest> objects_are_judged_as_by_upstream() throws IOException, URISyntaxException {
        Path folder = Path.of(
                RecordedValidationTest.class.getResource("/exchanges/crds").toURI());
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted().toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
    }

    private static void replay(Path file) throws IOException {
        ObjectNode definition = Json.object();
        Map<String, JsonNode> objects = new HashMap<>();
        for (JsonNode step : Json.parse(Files.readAllBytes(file)).path("steps")) {
            JsonNode request = step.path("request");
            JsonNode response = step.path("response");
            boolean ofDefinition = request.path("path").asText().contains("/customresourcedefinitions");
            boolean write = Set.of("POST", "PUT", "PATCH")
                    .contains(request.path("method").asText());
            if (ofDefinition && write && response.path("status").asInt() < 300) {
                definition = request.path("body").isArray()
                        ? (ObjectNode) JsonPatch.parse(request.path("body")).apply(definition)
                        : (ObjectNode) request.path("body");
            } else if (!ofDefinition && write && request.path("body").isContainerNode()) {
                check(step.path("id").asText(), schema(definition), request, response, objects);
            }
        }
    }

    private static StructuralSchema schema(ObjectNode definition) {
        return StructuralSchema.ofCustomResource(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    private static void check(
            String step, StructuralSchema schema, JsonNode request, JsonNode response, Map<String, JsonNode> objects) {
        String name = request.path("path").asText().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        JsonNode old = objects.get(name);
        JsonNode body = request.path("body");
        JsonNode object = body;
        if (request.path("method").asText().equals("PATCH")) {
            object = body.isArray() ? JsonPatch.parse(body).apply(old) : MergePatch.apply(old, body);
        }
        JsonNode decoded = Decoder.custom(schema).decode(object).object();
        Defaulter.applyDefaults(decoded, schema);
        List<FieldError> errors = new ArrayList<>();
        SchemaValidator validator = SchemaValidator.of(schema);
        errors.addAll(old == null ? validator.validate(decoded, "") : validator.validateUpdate(decoded, old, ""));
        errors.addAll(EmbeddedObjectValidator.validate(decoded, schema));
        errors.addAll(ListTypeValidator.validate(decoded, schema));
        Set<String> expected = new TreeSet<>();
        response.path("body")
                .path("details")
                .path("causes")
                .forEach(cause -> expected.add(cause.path("field").asText() + ": "
                        + cause.path("message").asText()));
        Set<String> actual = new TreeSet<>();
        errors.forEach(error -> actual.add(error.field() + ": " + error.message()));
        assertEquals(String.join("\n", expected), String.join("\n", actual), step + " " + object);
        if (response.path("status").asInt() < 300
                && !request.path("path").asText().contains("dryRun")) {
            objects.put(decoded.path("metadata").path("name").asText(), response.path("body"));
        }
    }
}
