package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a plain scalar means by go-yaml's rules for YAML 1.1. */
final class YamlScalars {

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern NOT_FINITE = Pattern.compile("\\.nan|\\.NaN|\\.NAN|[-+]?\\.(inf|Inf|INF)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|([1-9][0-9]*|0))");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");

    private static final Set<Tag> TYPED = Set.of(YamlTags.PLAIN, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private YamlScalars() {}

    static JsonNode resolve(Tag tag, String text) {
        if (tag.equals(Tag.BINARY)) {
            return binary(text);
        }
        JsonNode value = TYPED.contains(tag) ? plain(text) : null;
        return value == null ? TextNode.valueOf(text) : value;
    }

    private static JsonNode binary(String text) {
        try {
            return TextNode.valueOf(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new YamlEngineException("!!binary value contains invalid base64 data", e);
        }
    }

    /** Whether a string must be quoted lest it be read as something else. */
    static boolean isAmbiguous(String text) {
        return NOT_FINITE.matcher(text).matches()
                || BASE_60.matcher(text).matches()
                || text.equals("<<")
                || text.matches("\\d{4}-\\d{1,2}-\\d{1,2}([Tt ].*)?")
                || plain(text) != null;
    }

    /** Null for a string. */
    private static @Nullable JsonNode plain(String text) {
        if (NULL.contains(text)) {
            return Json.nodes().nullNode();
        }
        if (TRUE.contains(text)) {
            return Json.nodes().booleanNode(true);
        }
        if (FALSE.contains(text)) {
            return Json.nodes().booleanNode(false);
        }
        if (NOT_FINITE.matcher(text).matches()) {
            throw new YamlEngineException("json: unsupported value: " + text);
        }
        char first = text.charAt(0);
        if (first != '.' && first != '+' && first != '-' && !(first >= '0' && first <= '9')) {
            return null;
        }
        return number(text.replace("_", ""));
    }

    private static @Nullable JsonNode number(String text) {
        var integer = INTEGER.matcher(text);
        if (integer.matches()) {
            for (int group = 2; group <= 5; group++) {
                if (integer.group(group) != null) {
                    int radix = new int[] {16, 8, 2, 10}[group - 2];
                    var value = new BigInteger(integer.group(group), radix);
                    return Json.nodes().numberNode(integer.group(1).equals("-") ? value.negate() : value);
                }
            }
        }
        return FLOAT.matcher(text).matches() ? Json.nodes().numberNode(Double.parseDouble(text)) : null;
    }
}
