package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A recorded exchange with upstream's server, with its placeholders filled in. */
record Scenario(String name, List<Step> steps) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+):([^}]*)}");

    record Step(String id, Request request, int status, JsonNode body, boolean whole) {
        boolean succeeded() {
            return status < 300;
        }
    }

    /** {@code resource} is the path without version, subresource and query: what names the object. */
    record Request(
            String method,
            String group,
            String version,
            String resource,
            String name,
            String subresource,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<JsonNode> body) {

        String manager() {
            String agent = headers.getOrDefault("user-agent", "replay/1.0");
            return FieldManager.nameOf(query.getOrDefault("fieldManager", ""), agent);
        }

        String resourceName() {
            return resource.substring(resource.lastIndexOf('/') + 1);
        }

        String contentType() {
            return headers.getOrDefault("content-type", "application/json");
        }

        boolean dryRun() {
            return query.containsKey("dryRun");
        }
    }

    static Stream<Scenario> all(String topic) {
        try {
            Path folder =
                    Path.of(Scenario.class.getResource("/exchanges/" + topic).toURI());
            List<Path> files;
            try (Stream<Path> list = Files.list(folder)) {
                files = list.sorted().toList();
            }
            return files.stream().map(Scenario::read);
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scenario read(Path file) {
        try {
            JsonNode source = Json.parse(Files.readAllBytes(file));
            String namespace = source.path("namespace").asText();
            Map<String, JsonNode> answers = new HashMap<>();
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : source.path("steps")) {
                JsonNode answer = step.path("response").path("body");
                answers.put(step.path("id").asText(), answer);
                JsonNode request = fill(step.path("request"), namespace, answers);
                steps.add(new Step(
                        step.path("id").asText(),
                        request(request),
                        step.path("response").path("status").asInt(),
                        answer,
                        !step.has("only")));
            }
            return new Scenario(file.getFileName().toString().replace(".json", ""), steps);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static Request request(JsonNode source) {
        String[] target = source.path("path").asText().split("\\?", 2);
        List<String> parts = new ArrayList<>(List.of(target[0].substring(1).split("/", -1)));
        boolean core = parts.get(0).equals("api");
        String group = core ? "" : parts.get(1);
        String version = parts.get(core ? 1 : 2);
        List<String> rest = parts.subList(core ? 2 : 3, parts.size());
        String namespace = "";
        if (rest.size() > 2
                && rest.get(0).equals("namespaces")
                && !rest.get(2).equals("status")
                && !rest.get(2).equals("finalize")) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String resource = group + "/" + namespace + "/" + (rest.isEmpty() ? "" : rest.get(0));
        Map<String, String> headers = new HashMap<>();
        source.path("headers")
                .properties()
                .forEach(h -> headers.put(
                        h.getKey().toLowerCase(Locale.ROOT), h.getValue().asText()));
        return new Request(
                source.path("method").asText(),
                group,
                version,
                resource,
                rest.size() > 1 ? rest.get(1) : "",
                rest.size() > 2 ? rest.get(2) : "",
                query(target.length > 1 ? target[1] : ""),
                headers,
                body(source));
    }

    private static Optional<JsonNode> body(JsonNode source) {
        if (source.has("body")) {
            return Optional.of(source.get("body"));
        }
        try {
            return source.has("text")
                    ? Optional.of(Json.parse(source.get("text").asText()))
                    : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty(); // YAML, or malformed on purpose
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
            }
        }
        return query;
    }

    private static JsonNode fill(JsonNode value, String namespace, Map<String, JsonNode> answers) {
        if (value.isTextual()) {
            return fillText(value.textValue().replace("{ns}", namespace), answers);
        }
        if (value.isObject()) {
            ObjectNode out = Json.object();
            value.properties()
                    .forEach(m ->
                            out.set(m.getKey().replace("{ns}", namespace), fill(m.getValue(), namespace, answers)));
            return out;
        }
        if (value.isArray()) {
            var out = Json.array();
            value.forEach(item -> out.add(fill(item, namespace, answers)));
            return out;
        }
        return value;
    }

    private static JsonNode fillText(String text, Map<String, JsonNode> answers) {
        Matcher whole = REFERENCE.matcher(text);
        if (whole.matches()) {
            return answers.get(whole.group(1)).at(whole.group(2)).deepCopy();
        }
        return TextNode.valueOf(REFERENCE
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(
                        answers.get(m.group(1)).at(m.group(2)).asText())));
    }
}
