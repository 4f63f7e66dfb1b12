package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Quantity;
import dev.navarch.api.meta.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decodes single values, each into the form in which Go writes it. JSON's null gives null. */
final class ScalarDecoder {

    /** Tells of a value of the wrong type, consumes it and gives null. */
    @FunctionalInterface
    interface WrongType {
        @Nullable
        JsonNode tell(String value, String goType) throws IOException;
    }

    private final JsonParser parser;
    private final WrongType wrongType;
    private final Consumer<String> remember;

    ScalarDecoder(JsonParser parser, WrongType wrongType, Consumer<String> remember) {
        this.parser = parser;
        this.wrongType = wrongType;
        this.remember = remember;
    }

    @Nullable
    JsonNode string(String goType) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NULL -> null;
            case null, default -> wrongType.tell(GoText.kindOf(parser.currentToken()), goType);
        };
    }

    @Nullable
    JsonNode bool() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Json.nodes().booleanNode(true);
            case VALUE_FALSE -> Json.nodes().booleanNode(false);
            case VALUE_NULL -> null;
            case null, default -> wrongType.tell(GoText.kindOf(parser.currentToken()), "bool");
        };
    }

    @Nullable
    JsonNode integer(long min, long max, String goType) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                Long value = wholeNumber(parser.getText());
                yield value == null || value < min || value > max
                        ? wrongType.tell("number " + parser.getText(), goType)
                        : Json.nodes().numberNode(value.longValue());
            }
            case VALUE_NULL -> null;
            case null, default -> wrongType.tell(GoText.kindOf(parser.currentToken()), goType);
        };
    }

    private static @Nullable Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Nullable
    JsonNode number() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double value = parser.getDoubleValue();
                yield Double.isInfinite(value)
                        ? wrongType.tell("number " + parser.getText(), "float64")
                        : Json.nodes().numberNode(value);
            }
            case VALUE_NULL -> null;
            case null, default -> wrongType.tell(GoText.kindOf(parser.currentToken()), "float64");
        };
    }

    /** Standard base64 with padding; line breaks are skipped. */
    @Nullable
    JsonNode bytes() throws IOException {
        JsonNode text = string("[]uint8");
        if (text == null) {
            return null;
        }
        String encoded = text.textValue().replace("\r", "").replace("\n", "");
        int broken = brokenBase64(encoded);
        if (broken >= 0) {
            remember.accept("illegal base64 data at input byte " + broken);
            return null;
        }
        return TextNode.valueOf(
                Base64.getEncoder().encodeToString(Base64.getDecoder().decode(encoded)));
    }

    /** The offset that Go complains of; negative if all is well. */
    private static int brokenBase64(String text) {
        int at = 0;
        while (at < text.length() && isBase64(text.charAt(at))) {
            at++;
        }
        int padding = (4 - at % 4) % 4;
        if (padding == 3) {
            return at == text.length() ? at - 1 : at;
        }
        int end = at;
        while (end < text.length() && end - at < padding && text.charAt(end) == '=') {
            end++;
        }
        if (end < text.length()) {
            return end;
        }
        return end - at == padding ? -1 : end;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    /** A quantity is read from the raw text of any value. */
    JsonNode quantity() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return TextNode.valueOf("0");
        }
        String text = token.isScalarValue() ? parser.getText() : Json.string(Json.readNested(parser));
        return TextNode.valueOf(quantity(text.strip()));
    }

    private static String quantity(String text) {
        try {
            return Quantity.canonical(text);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()), e);
        }
    }

    @Nullable
    JsonNode time(boolean micro) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return string("string");
        }
        Instant time = new GoTime(parser.getText(), micro).parse();
        return TextNode.valueOf(micro ? Timestamps.formatMicro(time) : Timestamps.format(time));
    }

    @Nullable
    JsonNode intOrString(boolean pointer) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NULL -> pointer ? null : Json.nodes().numberNode(0);
            case null, default -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32");
        };
    }
}
