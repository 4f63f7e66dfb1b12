package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.facts.FactFile;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import dev.navarch.api.protobuf.MessageType.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All messages, read from the facts when they are first asked for. Safe for use by several threads. */
public final class MessageTypes {

    private static final Map<String, Form> FORMS = Map.of(
            "k8s.io.apimachinery.pkg.api.resource.Quantity", Form.QUANTITY,
            "k8s.io.apimachinery.pkg.apis.meta.v1.Time", Form.TIME,
            "k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime", Form.MICRO_TIME,
            "k8s.io.apimachinery.pkg.util.intstr.IntOrString", Form.INT_OR_STRING,
            "k8s.io.apimachinery.pkg.runtime.RawExtension", Form.RAW,
            "k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1", Form.RAW,
            "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", Form.RAW,
            "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray", Form.SCHEMA_OR_ARRAY,
            "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool", Form.SCHEMA_OR_BOOL,
            "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
                    Form.SCHEMA_OR_STRINGS);

    private static final Set<String> EVERY_GROUP = Set.of(
            "CreateOptions",
            "DeleteOptions",
            "GetOptions",
            "ListOptions",
            "PatchOptions",
            "UpdateOptions",
            "WatchEvent");

    private final FactFile facts = FactFile.load(MessageTypes.class, "messages.txt");
    private final Map<GroupVersionKind, String> kinds = new HashMap<>();
    private final Set<String> kindMessages = new HashSet<>();
    private final Map<String, MessageType> types = new ConcurrentHashMap<>();

    private MessageTypes() {
        FactFile file = FactFile.load(MessageTypes.class, "kinds.txt");
        for (String name : file.names()) {
            int slash = name.lastIndexOf('/');
            String message = String.valueOf(file.get(name));
            kinds.put(GroupVersion.parse(name.substring(0, slash)).kind(name.substring(slash + 1)), message);
            kindMessages.add(message);
        }
    }

    /** The one table; loaded when it is first asked for. */
    public static MessageTypes builtIn() {
        return Holder.TYPES;
    }

    private static final class Holder {
        static final MessageTypes TYPES = new MessageTypes();
    }

    /** The message of a kind; null where the kind has none. Options and watch events are of every group's version. */
    public @Nullable MessageType of(GroupVersionKind kind) {
        String name = kinds.get(kind);
        if (name == null && EVERY_GROUP.contains(kind.kind())) {
            name = kinds.get(new GroupVersionKind("", "v1", kind.kind()));
        }
        return name == null ? null : require(name);
    }

    /** A message by its full name; null for an unknown one. */
    public @Nullable MessageType get(String name) {
        MessageType known = types.get(name);
        if (known != null) {
            return known;
        }
        String line = facts.get(name);
        if (line == null) {
            return null;
        }
        MessageType made = read(name, line);
        MessageType raced = types.putIfAbsent(name, made);
        return raced == null ? made : raced;
    }

    /** A message that must be known. */
    public MessageType require(String name) {
        MessageType type = get(name);
        if (type == null) {
            throw new IllegalStateException("no message " + name);
        }
        return type;
    }

    private MessageType read(String name, String line) {
        if (line.startsWith("items ")) {
            String item = line.substring("items ".length());
            return new MessageType(name, Form.LIST, false, List.of(field("1 - " + item + " r -")));
        }
        var fields = new ArrayList<FieldType>();
        if (!line.isEmpty()) {
            for (String field : line.split(" ; ", -1)) {
                fields.add(field(field));
            }
        }
        return new MessageType(name, FORMS.getOrDefault(name, Form.OBJECT), kindMessages.contains(name), fields);
    }

    /** {@code number name type flags unset [Go type]}, a dash where there is nothing. */
    private FieldType field(String line) {
        String[] parts = line.split(" ", -1);
        String type = parts[2];
        String flags = parts[3];
        FieldType.Kind kind = kind(type);
        return new FieldType(
                Integer.parseInt(parts[0]),
                parts[1].equals("-") ? "" : parts[1],
                kind,
                flags.contains("r") ? Cardinality.REPEATED : flags.contains("m") ? Cardinality.MAP : Cardinality.ONE,
                flags.contains("p"),
                flags.contains("i"),
                type,
                kind == FieldType.Kind.MESSAGE ? lazily(type) : null,
                parts[4].equals("-") ? null : unset(parts[4]),
                parts.length > 5 ? parts[5] : null);
    }

    private static JsonNode unset(String json) {
        return Json.parseTrusted(json);
    }

    private Supplier<MessageType> lazily(String name) {
        return () -> require(name);
    }

    private static FieldType.Kind kind(String type) {
        return switch (type) {
            case "string" -> FieldType.Kind.STRING;
            case "bool" -> FieldType.Kind.BOOL;
            case "int32" -> FieldType.Kind.INT32;
            case "int64" -> FieldType.Kind.INT64;
            case "double" -> FieldType.Kind.DOUBLE;
            case "bytes" -> FieldType.Kind.BYTES;
            default -> FieldType.Kind.MESSAGE;
        };
    }
}
