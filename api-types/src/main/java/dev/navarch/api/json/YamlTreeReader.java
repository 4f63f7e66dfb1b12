package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns a composed YAML graph into a JSON tree, with go-yaml's guard against documents that aliases blow up. */
final class YamlTreeReader {

    private static final int ALIASES_FREE = 100;
    private static final int NODES_FREE = 1000;
    private static final double RANGE_LOW = 400_000;
    private static final double RANGE_HIGH = 4_000_000;

    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> duplicates = new ArrayList<>();
    private long visits;
    private long aliasVisits;
    private int insideAlias;

    JsonNode read(Node node) {
        boolean alias = !seen.add(node);
        count(alias);
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (!open.add(node)) {
            throw new YamlEngineException("anchor value contains itself");
        }
        insideAlias += alias ? 1 : 0;
        JsonNode tree = node instanceof SequenceNode list ? list(list) : mapping((MappingNode) node);
        insideAlias -= alias ? 1 : 0;
        open.remove(node);
        return tree;
    }

    List<String> duplicates() {
        return duplicates;
    }

    private void count(boolean alias) {
        visits++;
        if (alias || insideAlias > 0) {
            aliasVisits++;
        }
        if (aliasVisits > ALIASES_FREE && visits > NODES_FREE && (double) aliasVisits / visits > allowedRatio()) {
            throw new YamlEngineException("document contains excessive aliasing");
        }
    }

    private double allowedRatio() {
        if (visits <= RANGE_LOW) {
            return 0.99;
        }
        if (visits >= RANGE_HIGH) {
            return 0.10;
        }
        return 0.99 - 0.89 * ((visits - RANGE_LOW) / (RANGE_HIGH - RANGE_LOW));
    }

    private JsonNode list(SequenceNode node) {
        ArrayNode array = Json.array();
        node.getValue().forEach(item -> array.add(read(item)));
        return array;
    }

    private JsonNode mapping(MappingNode node) {
        ObjectNode object = Json.object();
        fill(object, node);
        return object;
    }

    private void fill(ObjectNode object, MappingNode node) {
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merge(object, tuple.getValueNode());
                continue;
            }
            String key = key(tuple.getKeyNode());
            JsonNode value = read(tuple.getValueNode());
            if (object.has(key)) {
                int line = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(0) + 1;
                duplicates.add("line " + line + ": key " + GoQuote.quote(key) + " already set in map");
            }
            object.set(key, value);
        }
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private void merge(ObjectNode object, Node value) {
        switch (value) {
            case MappingNode mapping -> mergeOne(object, mapping);
            case SequenceNode list -> {
                for (Node each : list.getValue().reversed()) {
                    mergeOne(object, each);
                }
            }
            default -> throw new YamlEngineException("map merge requires map or sequence of maps as the value");
        }
    }

    private void mergeOne(ObjectNode object, Node value) {
        if (!(read(value) instanceof ObjectNode merged)) {
            throw new YamlEngineException("map merge requires map or sequence of maps as the value");
        }
        object.setAll(merged);
    }

    private String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new YamlEngineException("unmarshal errors:\n  invalid map key");
        }
        JsonNode value = scalar(scalar);
        if (value.isNull()) {
            throw new YamlEngineException("unsupported map key of type: %!s(<nil>)");
        }
        return value.isTextual() ? value.textValue() : Json.string(value);
    }

    private static JsonNode scalar(ScalarNode node) {
        return YamlScalars.resolve(node.getTag(), node.getValue());
    }
}
