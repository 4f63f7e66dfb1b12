package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.merge.JsonPatch;
import dev.navarch.api.merge.MergePatch;
import dev.navarch.api.merge.StrategicMergePatch;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoded;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.DuplicateFields;
import dev.navarch.api.schema.UnstructuredTypes;
import dev.navarch.apiserver.request.FieldValidation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** JSON patch, merge patch and strategic merge patch: the object's document is changed, then decoded anew. */
final class DocumentPatch implements PatchEndpoint.Patch {

    private static final GroupVersionKind NO_KIND = new GroupVersionKind("", "", "");

    private final PatchType type;
    private final Call call;
    private final ObjectForm form;
    private final byte[] body;
    private List<String> problems = new ArrayList<>();

    DocumentPatch(PatchType type, Call call, ObjectForm form, byte[] body) {
        this.type = type;
        this.call = call;
        this.form = form;
        this.body = body;
    }

    @Override
    public ObjectNode apply(ObjectNode live) {
        JsonNode patched = document(live);
        ObjectNode object = decode(patched);
        object = form.defaults().apply(object);
        return form.fieldManager().update(live, object, call.context().fieldManager(), Instant.now());
    }

    @Override
    public ObjectNode create() {
        throw StatusException.notFound(call.groupResource(), call.name());
    }

    private JsonNode document(ObjectNode live) {
        JsonNode patch = parse();
        problems = call.context().fieldValidation() == FieldValidation.IGNORE
                ? new ArrayList<>()
                : new ArrayList<>(DuplicateFields.of(body));
        return switch (type) {
            case JSON -> JsonPatch.parse(patch).apply(live.deepCopy());
            case MERGE -> MergePatch.apply(live.deepCopy(), patch);
            case STRATEGIC ->
                StrategicMergePatch.apply(
                        live.deepCopy(),
                        PatchEndpoint.object(
                                patch,
                                "json: cannot unmarshal " + goType(patch)
                                        + " into Go value of type map[string]interface {}"),
                        form.schema());
            case APPLY -> throw new IllegalStateException("an apply is no document patch");
        };
    }

    private static String goType(JsonNode node) {
        return node.isArray() ? "array" : node.isTextual() ? "string" : node.isNumber() ? "number" : "bool";
    }

    private JsonNode parse() {
        try {
            return Json.parse(body);
        } catch (JsonSyntaxException e) {
            String text = String.valueOf(e.getMessage());
            throw StatusException.badRequest(type == PatchType.STRATEGIC ? text : "error decoding patch: " + text);
        }
    }

    private ObjectNode decode(JsonNode patched) {
        if (!patched.has("kind") && !patched.has("apiVersion") && !form.custom()) {
            throw nameless(patched);
        }
        checkKind(patched);
        if (type == PatchType.STRATEGIC) {
            refuseWrongTypes(patched);
        }
        Decoded decoded;
        try {
            decoded = form.decoder().decode(patched);
        } catch (IllegalArgumentException e) {
            throw invalid(patched, String.valueOf(e.getMessage()));
        }
        problems.addAll(decoded.strictErrors());
        report(patched);
        ObjectNode object = decoded.object();
        object.put("kind", form.kind().kind());
        object.put("apiVersion", form.kind().apiVersion());
        ManagedFieldsReset.carry(patched, object);
        return object;
    }

    private void refuseWrongTypes(JsonNode patched) {
        MessageType message = MessageTypes.builtIn().of(form.kind());
        if (message != null) {
            UnstructuredTypes.mismatch(patched, message).ifPresent(problem -> {
                throw invalid(patched, problem);
            });
        }
    }

    /** Of an object without kind and version, nothing else is read: not even its name. */
    private StatusException nameless(JsonNode patched) {
        patched.fieldNames().forEachRemaining(field -> problems.add("unknown field \"" + field + "\""));
        report(patched);
        return StatusException.badRequest(
                "the name of the object (" + call.name() + " based on URL) was undeterminable: name must be provided");
    }

    private void report(JsonNode patched) {
        if (!problems.isEmpty() && call.context().fieldValidation() == FieldValidation.STRICT) {
            throw invalid(patched, "strict decoding error: " + String.join(", ", problems));
        }
        if (call.context().fieldValidation() == FieldValidation.WARN) {
            problems.forEach(call.context()::warn);
        }
    }

    /** A patch cannot make another kind of an object. */
    private void checkKind(JsonNode patched) {
        String version = patched.path("apiVersion").asText("");
        String kind = patched.path("kind").asText("");
        GroupVersionKind actual = GroupVersion.parse(
                        version.isEmpty() ? form.kind().apiVersion() : version)
                .kind(kind.isEmpty() ? form.kind().kind() : kind);
        if (actual.equals(form.kind())) {
            return;
        }
        MessageType other = MessageTypes.builtIn().of(actual);
        if (other == null) {
            throw invalid(
                    patched,
                    "no kind \"" + actual.kind() + "\" is registered for version \"" + actual.apiVersion()
                            + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
        try {
            var _ = Decoder.builtIn(other, false).decode(patched);
        } catch (IllegalArgumentException e) {
            throw invalid(patched, String.valueOf(e.getMessage()));
        }
        throw invalid(
                patched,
                "converting (" + actual.version() + "." + actual.kind() + ") to (" + BodyDecoder.internal(form.kind())
                        + "." + form.kind().kind() + "): unknown conversion");
    }

    private StatusException invalid(JsonNode patched, String problem) {
        String shown = type == PatchType.STRATEGIC ? GoFormat.of(parse()) : Json.string(patched);
        return StatusException.invalid(NO_KIND, "", List.of(FieldError.invalid("patch", shown, problem)));
    }
}
