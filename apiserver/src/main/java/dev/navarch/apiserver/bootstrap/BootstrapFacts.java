package dev.navarch.apiserver.bootstrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the default objects, one a line, from the resources beside this class. */
public final class BootstrapFacts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BootstrapFacts() {}

    /** Roles, then bindings. */
    public static List<ObjectNode> accessControl() {
        return read("rbac.jsonl");
    }

    /** PriorityLevelConfigurations, then FlowSchemas. */
    public static List<ObjectNode> flowControl() {
        return read("flowcontrol.jsonl");
    }

    public static List<ObjectNode> apiServices() {
        return read("apiservices.jsonl");
    }

    public static List<ObjectNode> priorityClasses() {
        return read("priorityclasses.jsonl");
    }

    /** The default ClusterRole of this name. */
    public static ObjectNode clusterRole(String name) {
        return accessControl().stream()
                .filter(object -> object.path("kind").asText().equals("ClusterRole")
                        && object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no default ClusterRole " + name));
    }

    private static List<ObjectNode> read(String file) {
        var objects = new ArrayList<ObjectNode>();
        try (InputStream in = Objects.requireNonNull(BootstrapFacts.class.getResourceAsStream(file), file);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                objects.add((ObjectNode) JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }
}
