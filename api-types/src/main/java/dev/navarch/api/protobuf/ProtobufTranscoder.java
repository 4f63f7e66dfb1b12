package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between JSON trees and upstream's {@code application/vnd.kubernetes.protobuf}. Built-in kinds only; objects must be
 * in normal form. Errors are {@link ProtobufException}s, a client's 400.
 */
public final class ProtobufTranscoder {

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int OBJECT_SIZE = 1024;

    private ProtobufTranscoder() {}

    /** Whether the bytes begin as an enveloped object does. */
    public static boolean isProtobuf(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Whether objects of the kind have a protobuf form. */
    public static boolean supports(GroupVersionKind kind) {
        return MessageTypes.builtIn().of(kind) != null;
    }

    /** The object in its envelope: magic, kind and message. */
    public static byte[] encode(ObjectNode object) {
        GroupVersionKind kind = ObjectMeta.groupVersionKind(object);
        var out = new ReverseBuffer(OBJECT_SIZE);
        emptyContentType(out);
        int before = out.size();
        new MessageWriter(out).message(object, typeOf(kind));
        envelope(out, kind, before);
        return out.toByteArray();
    }

    /** Puts a message into the envelope of its kind. */
    public static byte[] envelope(GroupVersionKind kind, byte[] message) {
        var out = new ReverseBuffer(message.length + 64);
        emptyContentType(out);
        int before = out.size();
        out.bytes(message);
        envelope(out, kind, before);
        return out.toByteArray();
    }

    /** The message alone, as it stands in a list: what {@link #encodeList} takes. */
    public static byte[] encodeMessage(ObjectNode object, MessageType type) {
        var out = new ReverseBuffer(OBJECT_SIZE);
        new MessageWriter(out).message(object, type);
        return out.toByteArray();
    }

    /**
     * A list from items that are messages already; nothing is decoded.
     *
     * @param metadata the list's own metadata
     */
    public static byte[] encodeList(GroupVersionKind listKind, ObjectNode metadata, List<byte[]> items) {
        MessageType type = typeOf(listKind);
        int size = 256;
        for (byte[] item : items) {
            size += item.length + 6;
        }
        var out = new ReverseBuffer(size);
        emptyContentType(out);
        int before = out.size();
        for (byte[] item : items.reversed()) {
            out.field(2, item);
        }
        new MessageWriter(out).message(Json.object().set("metadata", metadata), type);
        envelope(out, listKind, before);
        return out.toByteArray();
    }

    /**
     * One event of a watch stream with its length in front.
     *
     * @param object the object in its envelope
     */
    public static byte[] watchFrame(String type, byte[] object) {
        var out = new ReverseBuffer(object.length + 32);
        out.field(1, object);
        out.header(2, 0);
        out.field(1, type);
        return ByteBuffer.allocate(4 + out.size())
                .putInt(out.size())
                .put(out.toByteArray())
                .array();
    }

    private static void emptyContentType(ReverseBuffer out) {
        out.field(4, "");
        out.field(3, "");
    }

    private static void envelope(ReverseBuffer out, GroupVersionKind kind, int before) {
        out.header(2, before);
        before = out.size();
        out.field(2, kind.kind());
        out.field(1, kind.apiVersion());
        out.header(1, before);
        out.bytes(MAGIC);
    }

    private static MessageType typeOf(GroupVersionKind kind) {
        MessageType type = MessageTypes.builtIn().of(kind);
        if (type == null) {
            throw new ProtobufException(
                    "object of kind " + kind + " does not implement the protobuf marshalling interface"
                            + " and cannot be encoded to a protobuf message");
        }
        return type;
    }

    /** Reads an enveloped object; its kind must be told in it. */
    public static ObjectNode decode(byte[] bytes) {
        return decode(bytes, null);
    }

    /** Reads an enveloped object; {@code expected} completes a kind or version that the envelope does not tell. */
    public static ObjectNode decode(byte[] bytes, @Nullable GroupVersionKind expected) {
        requireEnvelope(bytes);
        try {
            Envelope envelope = Envelope.read(bytes);
            GroupVersionKind kind = envelope.kind(expected);
            Map<String, JsonNode> typeMeta =
                    Map.of("kind", TextNode.valueOf(kind.kind()), "apiVersion", TextNode.valueOf(kind.apiVersion()));
            return new MessageReader(CodedInputStream.newInstance(envelope.message)).object(typeOf(kind), typeMeta);
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new ProtobufException("unexpected EOF", e);
        } catch (StackOverflowError e) {
            throw new ProtobufException("exceeded max depth", e);
        }
    }

    /**
     * Reads an enveloped object of a kind in a version that has no message here, by that of another version which is
     * the same but for its name.
     */
    public static ObjectNode decodeAs(byte[] bytes, GroupVersionKind same) {
        GroupVersionKind told = kindOf(bytes, null);
        try {
            ObjectNode object = decodeMessage(Envelope.read(bytes).message, typeOf(same));
            object.put("kind", told.kind());
            return object.put("apiVersion", told.apiVersion());
        } catch (IOException e) {
            throw new ProtobufException("unexpected EOF", e);
        }
    }

    private static void requireEnvelope(byte[] bytes) {
        if (bytes.length == 0) {
            throw new ProtobufException("empty data");
        }
        if (!isProtobuf(bytes)) {
            throw new ProtobufException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        if (bytes.length == MAGIC.length) {
            throw new ProtobufException("empty body");
        }
    }

    private static ProtobufException malformed(InvalidProtocolBufferException e) {
        String message = String.valueOf(e.getMessage());
        boolean truncated = message.contains("ended unexpectedly") || message.contains("negative size");
        return new ProtobufException(truncated ? "unexpected EOF" : "proto: " + message, e);
    }

    /** Reads a message without an envelope, such as an event of a watch stream. */
    public static ObjectNode decodeMessage(byte[] message, MessageType type) {
        try {
            return new MessageReader(CodedInputStream.newInstance(message)).object(type, new HashMap<>());
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new ProtobufException("unexpected EOF", e);
        }
    }

    /** What an envelope says without looking into the message, completed by what is expected. */
    public static GroupVersionKind kindOf(byte[] bytes, @Nullable GroupVersionKind expected) {
        requireEnvelope(bytes);
        try {
            return Envelope.read(bytes).kind(expected);
        } catch (IOException e) {
            throw new ProtobufException("unexpected EOF", e);
        }
    }

    private static final class Envelope {
        private String apiVersion = "";
        private String kind = "";
        private byte[] message = {};

        static Envelope read(byte[] bytes) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(bytes, MAGIC.length, bytes.length - MAGIC.length);
            var envelope = new Envelope();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> envelope.readTypeMeta(in);
                    case 2 -> envelope.message = in.readByteArray();
                    default -> in.skipField(tag);
                }
            }
            return envelope;
        }

        GroupVersionKind kind(@Nullable GroupVersionKind expected) {
            if (expected != null) {
                kind = kind.isEmpty() ? expected.kind() : kind;
                apiVersion = apiVersion.isEmpty() ? expected.apiVersion() : apiVersion;
            }
            if (kind.isEmpty() || apiVersion.isEmpty()) {
                throw new ProtobufException("Object '" + (kind.isEmpty() ? "Kind" : "apiVersion")
                        + "' is missing in 'runtime.TypeMeta{APIVersion:\"" + apiVersion + "\", Kind:\"" + kind
                        + "\"}'");
            }
            return GroupVersion.parse(apiVersion).kind(kind);
        }

        private void readTypeMeta(CodedInputStream in) throws IOException {
            int outer = in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> apiVersion = in.readString();
                    case 2 -> kind = in.readString();
                    default -> in.skipField(tag);
                }
            }
            in.popLimit(outer);
        }
    }
}
