package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Decodes a built-in kind by the facts of its Go struct. */
final class BuiltInDecoder implements Decoder {

    private final MessageType type;
    private final boolean storedAsProtobuf;

    BuiltInDecoder(MessageType type, boolean storedAsProtobuf) {
        this.type = type;
        this.storedAsProtobuf = storedAsProtobuf;
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
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DecodeException("json: cannot unmarshal " + GoText.kindOf(parser.currentToken())
                    + " into Go value of type " + type.goType());
        }
        return new StructDecoder(parser, !storedAsProtobuf).decode(type);
    }
}
