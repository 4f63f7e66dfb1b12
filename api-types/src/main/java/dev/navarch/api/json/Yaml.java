package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML as {@code sigs.k8s.io/yaml} reads and writes it: scalars by YAML 1.1 ({@code yes} is true, {@code 0755} octal),
 * keys become strings, merge keys work, aliases may not blow a small text up. Reads the first document.
 */
public final class Yaml {

    private static final int MAX_CODE_POINTS = 16 * 1024 * 1024;

    /**
     * What was read.
     *
     * @param duplicates keys that were set twice, in go-yaml's words; the last value is the one that counts
     */
    public record Document(JsonNode value, List<String> duplicates) {

        public Document {
            duplicates = List.copyOf(duplicates);
        }

        /** The one error that upstream's strict reading makes of the duplicates; empty for none. */
        public String strictError() {
            return duplicates.isEmpty() ? "" : "yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates);
        }
    }

    private Yaml() {}

    /** Reads YAML or JSON; throws {@link JsonSyntaxException} with a text like go-yaml's. */
    public static JsonNode parse(byte[] yaml) {
        return read(yaml).value();
    }

    public static JsonNode parse(String yaml) {
        return parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** Like {@link #parse(byte[])}, and tells of duplicate keys. */
    public static Document read(byte[] yaml) {
        try {
            Optional<Node> root = compose(new String(yaml, StandardCharsets.UTF_8));
            var reader = new YamlTreeReader();
            JsonNode value = root.isEmpty() ? Json.nodes().nullNode() : reader.read(root.get());
            return new Document(value, reader.duplicates());
        } catch (MarkedYamlEngineException e) {
            throw syntaxError(describe(e), e);
        } catch (YamlEngineException e) {
            throw syntaxError(String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw syntaxError("exceeded max depth of " + Json.MAX_DEPTH, e);
        }
    }

    private static Optional<Node> compose(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CODE_POINTS)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setAllowDuplicateKeys(true)
                .setUseMarks(true)
                .setSchema(new YamlTags())
                .build();
        var composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, yaml)));
        return composer.hasNext() ? Optional.of(composer.next()) : Optional.empty();
    }

    private static JsonSyntaxException syntaxError(String text, Throwable cause) {
        var exception = new JsonSyntaxException("yaml: " + text);
        exception.initCause(cause);
        return exception;
    }

    /** go-yaml counts lines from nought in the parser, from one in the scanner, and hides the first. */
    private static String describe(MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(Mark::getLine).orElse(0);
        if (line != 0 && e instanceof ScannerException) {
            line++;
        }
        if (line == 0) {
            line = e.getContextMark().map(Mark::getLine).orElse(0);
        }
        return (line == 0 ? "" : "line " + line + ": ") + problem(e.getProblem());
    }

    private static String problem(String problem) {
        if (problem.contains("cannot start any token")) {
            return "found character that cannot start any token";
        }
        if (problem.startsWith("expected the node content")) {
            return "did not find expected node content";
        }
        if (problem.startsWith("expected <block end>")) {
            return "did not find expected key";
        }
        if (problem.startsWith("expected ',' or")) {
            return "did not find " + problem.substring(0, "expected ',' or ']'".length());
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "mapping values are not allowed in this context";
        }
        return problem;
    }

    /** Block style with sorted keys, as upstream answers; ends with a newline. */
    public static byte[] bytes(JsonNode node) {
        return new YamlWriter(true).document(node).getBytes(StandardCharsets.UTF_8);
    }

    /** Block style with keys in the tree's order, for files that people read. */
    public static String inOrder(JsonNode node) {
        return new YamlWriter(false).document(node);
    }
}
