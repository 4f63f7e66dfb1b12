package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.protobuf.MessageTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a custom resource: keys sorted, metadata in the form of upstream's ObjectMeta, unknown fields pruned, nulls
 * removed where they may not be.
 */
final class CustomDecoder implements Decoder {

    private static final String OBJECT_META = "k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final StructuralSchema schema;

    CustomDecoder(StructuralSchema schema) {
        this.schema = schema;
    }

    @Override
    public Decoded decode(byte[] json) {
        try (JsonParser parser = Json.parser(json)) {
            Decoded decoded = decode(parser);
            if (parser.nextToken() != null) {
                throw Json.explain(json, null);
            }
            return decoded;
        } catch (IOException e) {
            byte[] repaired = Json.repaired(json);
            if (!Arrays.equals(repaired, json)) {
                return decode(repaired);
            }
            throw Json.explain(json, e);
        } catch (StackOverflowError e) {
            throw new DecodeException("exceeded max depth", e);
        }
    }

    @Override
    public Decoded decode(JsonNode tree) {
        try (JsonParser parser = tree.traverse()) {
            return decode(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StackOverflowError e) {
            throw new DecodeException("exceeded max depth", e);
        }
    }

    private Decoded decode(JsonParser parser) throws IOException {
        var tree = new SortedTreeReader(parser);
        if (!(tree.read() instanceof ObjectNode object)) {
            throw new DecodeException("json: cannot unmarshal " + GoText.kindOf(parser.currentToken())
                    + " into Go value of type map[string]interface {}");
        }
        var errors = new ArrayList<>(tree.duplicates());
        var unknown = new ArrayList<String>();
        object = coerce(object, unknown);
        unknown.forEach(path -> errors.add("unknown field \"" + path + "\""));
        return new Decoded(object, errors);
    }

    private ObjectNode coerce(ObjectNode object, List<String> unknown) {
        requireText(object, "kind");
        requireText(object, "apiVersion");
        JsonNode metadata = object.get("metadata");
        JsonNode decoded = metadata == null ? null : objectMeta(metadata, "metadata", unknown);
        unknown.addAll(Pruner.prune(object, schema));
        Pruner.pruneNulls(object, schema);
        var embedded = new ArrayList<String>();
        coerceEmbedded(object, schema, "", embedded, true);
        embedded.stream().sorted().forEach(unknown::add);
        if (decoded != null) {
            object.set("metadata", decoded);
        }
        return object;
    }

    private static void requireText(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        if (value != null && !value.isTextual()) {
            throw new DecodeException("." + field + " accessor error: " + value + " is not of the type string");
        }
    }

    private static JsonNode objectMeta(JsonNode metadata, String path, List<String> unknown) {
        if (metadata.isNull()) {
            return Json.object();
        }
        Decoded decoded = Decoder.builtIn(MessageTypes.builtIn().require(OBJECT_META), false)
                .decode(metadata);
        for (String error : decoded.strictErrors()) {
            int quote = error.indexOf('"');
            unknown.add(path + "." + error.substring(quote + 1, error.length() - 1));
        }
        return SortedTreeReader.sorted(decoded.object());
    }

    /** Checks and normalizes the metadata of embedded resources; the root's is done by its own rules. */
    private static void coerceEmbedded(
            JsonNode value, @Nullable StructuralSchema schema, String path, List<String> unknown, boolean root) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            if (!root && schema.embeddedResource()) {
                embedded(object, path, unknown);
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String name = field.getKey();
                String below = schema.property(name) != null ? child(path, name) : path + "[" + name + "]";
                coerceEmbedded(field.getValue(), schema.member(name), below, unknown, false);
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                coerceEmbedded(value.get(i), schema.items(), path + "[" + i + "]", unknown, false);
            }
        }
    }

    private static void embedded(ObjectNode object, String path, List<String> unknown) {
        for (String field : List.of("apiVersion", "kind")) {
            JsonNode value = object.get(field);
            if (value != null && !value.isTextual()) {
                throw new DecodeException(FieldError.invalid(child(path, field), value, "must be a string")
                        .toString());
            }
        }
        JsonNode metadata = object.get("metadata");
        if (metadata == null) {
            return;
        }
        try {
            object.set("metadata", objectMeta(metadata, child(path, "metadata"), unknown));
        } catch (DecodeException e) {
            String message = String.valueOf(e.getMessage());
            throw new DecodeException(
                    FieldError.invalid(child(path, "metadata"), metadata, message)
                            .toString(),
                    e);
        }
    }

    private static String child(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
