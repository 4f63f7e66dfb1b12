package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.protobuf.ProtobufException;
import dev.navarch.api.schema.Decoded;
import dev.navarch.api.schema.Decoder;
import dev.navarch.apiserver.request.FieldValidation;
import dev.navarch.apiserver.request.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Turns the body of a request into an object of the kind that is expected there. */
final class BodyDecoder {

    private static final int SHOWN = 30;

    /** Served no more, but still known. */
    private static final GroupVersionKind BETA_DEFINITION =
            new GroupVersionKind("apiextensions.k8s.io", "v1beta1", "CustomResourceDefinition");

    private BodyDecoder() {}

    /** What a body should be. */
    record Expected(GroupVersionKind kind, Decoder decoder, boolean custom) {}

    /**
     * Decodes the body; unknown and duplicate fields are warnings or errors as the options of the request say.
     *
     * @return the object with kind and apiVersion, without defaults
     */
    static ObjectNode decode(RequestContext context, byte[] body, Format format, Expected expected) {
        byte[] json = Utf8.repaired(toJson(body, format, expected));
        if (format == Format.JSON && Utf8.beginsWithMark(body)) {
            throw unrecognized(
                    expected,
                    "couldn't get version/kind; json parse error: invalid character 'ï' looking for beginning of value",
                    body);
        }
        Identified identified = identify(body, json, expected);
        GroupVersionKind actual = identified.kind();
        checkKind(actual, expected);
        Decoded decoded;
        try {
            decoded = isNull(json)
                    ? expected.decoder().decode(Json.object())
                    : expected.decoder().decode(json);
        } catch (IllegalArgumentException e) {
            throw Decoder.cannotBeHandled(actual, expected.kind().kind(), String.valueOf(e.getMessage()));
        }
        report(context, decoded.strictErrors(), actual, expected);
        ObjectNode object = decoded.object();
        object.put("kind", expected.custom() ? actual.kind() : expected.kind().kind());
        object.put("apiVersion", expected.kind().apiVersion());
        ManagedFieldsReset.carry(identified.tree(), object);
        return object;
    }

    private static byte[] toJson(byte[] body, Format format, Expected expected) {
        try {
            return Bodies.toJson(body, format, expected.kind());
        } catch (JsonSyntaxException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), body);
        } catch (ProtobufException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), body);
        }
    }

    private static void report(
            RequestContext context, List<String> errors, GroupVersionKind actual, Expected expected) {
        if (errors.isEmpty() || context.fieldValidation() == FieldValidation.IGNORE) {
            return;
        }
        if (context.fieldValidation() == FieldValidation.STRICT) {
            throw Decoder.cannotBeHandled(
                    actual, expected.kind().kind(), "strict decoding error: " + String.join(", ", errors));
        }
        errors.forEach(context::warn);
    }

    private static boolean isNull(byte[] json) {
        return json.length < 20
                && new String(json, StandardCharsets.UTF_8).strip().equals("null");
    }

    /** A body as a tree, and what it says it is. */
    private record Identified(JsonNode tree, GroupVersionKind kind) {}

    private static Identified identify(byte[] body, byte[] json, Expected expected) {
        JsonNode tree;
        try {
            tree = Json.parse(json);
        } catch (JsonSyntaxException e) {
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + e.getMessage(), body);
        }
        if (!tree.isObject() && !tree.isNull()) {
            throw unrecognized(
                    expected,
                    "couldn't get version/kind; json parse error: json: cannot unmarshal " + typeOf(tree)
                            + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                            + " Kind string \"json:\\\"kind,omitempty\\\"\" }",
                    body);
        }
        String apiVersion = text(tree, "apiVersion", body, expected);
        String kind = text(tree, "kind", body, expected);
        GroupVersion version;
        try {
            version = GroupVersion.parse(apiVersion);
        } catch (IllegalArgumentException e) {
            throw unrecognized(expected, String.valueOf(e.getMessage()), body);
        }
        return new Identified(tree, completed(version, kind, expected.kind()));
    }

    private static GroupVersionKind completed(GroupVersion version, String kind, GroupVersionKind expected) {
        boolean noVersion = version.version().isEmpty()
                && (version.group().isEmpty() || version.group().equals(expected.group()));
        GroupVersion known = noVersion ? expected.groupVersion() : version;
        return known.kind(kind.isEmpty() ? expected.kind() : kind);
    }

    private static String text(JsonNode tree, String field, byte[] body, Expected expected) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw unrecognized(
                    expected,
                    "couldn't get version/kind; json parse error: json: cannot unmarshal " + typeOf(value)
                            + " into Go struct field ." + field + " of type string",
                    body);
        }
        return value.textValue();
    }

    private static void checkKind(GroupVersionKind actual, Expected expected) {
        GroupVersionKind wanted = expected.kind();
        // Of custom resources the kind is validated with the rest of the object.
        if (actual.equals(wanted) || (expected.custom() && actual.groupVersion().equals(wanted.groupVersion()))) {
            return;
        }
        boolean otherVersion =
                actual.kind().equals(wanted.kind()) && actual.group().equals(wanted.group());
        boolean known = expected.custom()
                || actual.equals(BETA_DEFINITION)
                || MessageTypes.builtIn().of(actual) != null;
        if (known && (otherVersion || expected.custom())) {
            throw StatusException.badRequest("the API version in the data (" + actual.apiVersion()
                    + ") does not match the expected API version (" + wanted.apiVersion() + ")");
        }
        throw Decoder.cannotBeHandled(
                actual,
                wanted.kind(),
                known
                        ? "converting (" + actual.version() + "." + actual.kind() + ") to (" + internal(wanted) + "."
                                + wanted.kind() + "): unknown conversion"
                        : "no kind \"" + actual.kind() + "\" is registered for version \"" + actual.apiVersion()
                                + "\" in scheme \"pkg/runtime/scheme.go:111\"");
    }

    /** The name of Go's package for the kind, as it shows in messages. */
    static String internal(GroupVersionKind kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group();
        int dot = group.indexOf('.');
        return (dot < 0 ? group : group.substring(0, dot)).toLowerCase(Locale.ROOT);
    }

    private static StatusException unrecognized(Expected expected, String problem, byte[] body) {
        return StatusException.badRequest("the object provided is unrecognized (must be of type "
                + expected.kind().kind() + "): " + problem + " (" + summary(body) + ")");
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        boolean cut = body.length > SHOWN;
        byte[] shown = cut ? java.util.Arrays.copyOf(body, SHOWN) : body;
        String text = body[0] == '{'
                ? new String(shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(shown);
        return cut ? text + " ..." : text;
    }

    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            default -> "null";
        };
    }
}
