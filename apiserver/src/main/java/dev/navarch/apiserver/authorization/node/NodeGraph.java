package dev.navarch.apiserver.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which objects each node has to do with. Guarded by its own lock; changes come from watches, questions from requests.
 *
 * <p>Most objects belong to a node through a pod (or directly); how many pods say so is counted, so that a question is
 * one lookup. Volumes and their secrets belong to a node through the claim that the volume is bound to.
 */
public final class NodeGraph implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeGraph.class);

    private record Vertex(RelatedType type, String namespace, String name) {}

    /** What one source (a pod, an attachment, …) says: these objects belong to this node. */
    private record Claimed(String node, List<Vertex> vertices) {}

    private record Volume(Vertex claim, Set<Vertex> secrets) {}

    private final Map<Vertex, Claimed> bySource = new HashMap<>();
    private final Map<Vertex, Map<String, Integer>> nodesOf = new HashMap<>();
    private final Map<String, Volume> volumes = new HashMap<>();
    private final Map<Vertex, Set<String>> volumesBySecret = new HashMap<>();
    private final List<AutoCloseable> watches = new ArrayList<>();

    /** Returns once all that exists now is known. */
    public static NodeGraph follow(ObjectReader reader) {
        var graph = new NodeGraph();
        graph.watch(reader, "", "pods", graph::applyPod);
        graph.watch(reader, "", "persistentvolumes", graph::applyVolume);
        graph.watch(
                reader,
                "storage.k8s.io",
                "volumeattachments",
                graph.direct(
                        RelatedType.VOLUME_ATTACHMENT,
                        object -> object.path("spec").path("nodeName")));
        graph.watch(
                reader,
                "resource.k8s.io",
                "resourceslices",
                graph.direct(
                        RelatedType.RESOURCE_SLICE,
                        object -> object.path("spec").path("nodeName")));
        return graph;
    }

    private void watch(ObjectReader reader, String group, String resource, Consumer<ObjectReader.Event> c) {
        watches.add(reader.watch(new GroupResource(group, resource), c));
    }

    /** Whether the object belongs to the node. */
    public synchronized boolean hasPath(String node, RelatedType type, String namespace, String name) {
        var vertex = new Vertex(type, namespace, name);
        if (belongs(vertex, node)) {
            return true;
        }
        return switch (type) {
            case VOLUME -> volumeBelongs(name, node);
            case SECRET ->
                volumesBySecret.getOrDefault(vertex, Set.of()).stream().anyMatch(volume -> volumeBelongs(volume, node));
            default -> false;
        };
    }

    private boolean volumeBelongs(String volume, String node) {
        Volume known = volumes.get(volume);
        return known != null && belongs(known.claim(), node);
    }

    private boolean belongs(Vertex vertex, String node) {
        Map<String, Integer> nodes = nodesOf.get(vertex);
        return nodes != null && nodes.containsKey(node);
    }

    private Consumer<ObjectReader.Event> direct(RelatedType type, Function<ObjectNode, JsonNode> nodeOf) {
        return event -> {
            var vertex = new Vertex(type, "", nameOf(event.object()));
            String node = nodeOf.apply(event.object()).asText("");
            boolean gone = event.type() == ObjectReader.Event.Type.DELETED || node.isEmpty();
            replace(vertex, gone ? null : new Claimed(node, List.of(vertex)));
        };
    }

    private void applyPod(ObjectReader.Event event) {
        ObjectNode pod = event.object();
        var source = new Vertex(RelatedType.POD, namespaceOf(pod), nameOf(pod));
        String node = pod.path("spec").path("nodeName").asText("");
        boolean gone = event.type() == ObjectReader.Event.Type.DELETED || node.isEmpty();
        replace(source, gone ? null : new Claimed(node, verticesOf(pod, source)));
    }

    private static List<Vertex> verticesOf(ObjectNode pod, Vertex self) {
        var vertices = new ArrayList<Vertex>();
        vertices.add(self);
        boolean isMirror = pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
        if (isMirror) {
            // A node may create mirror pods, so what they name must not become readable to it.
            return vertices;
        }
        String namespace = self.namespace();
        JsonNode spec = pod.path("spec");
        String account = spec.path("serviceAccountName").asText("");
        if (!account.isEmpty()) {
            vertices.add(new Vertex(RelatedType.SERVICE_ACCOUNT, namespace, account));
        }
        PodReferences.secrets(spec).forEach(name -> vertices.add(new Vertex(RelatedType.SECRET, namespace, name)));
        PodReferences.configMaps(spec)
                .forEach(name -> vertices.add(new Vertex(RelatedType.CONFIG_MAP, namespace, name)));
        PodReferences.volumeClaims(self.name(), spec)
                .forEach(name -> vertices.add(new Vertex(RelatedType.VOLUME_CLAIM, namespace, name)));
        PodReferences.resourceClaims(pod)
                .forEach(name -> vertices.add(new Vertex(RelatedType.RESOURCE_CLAIM, namespace, name)));
        return vertices;
    }

    private synchronized void replace(Vertex source, @Nullable Claimed next) {
        Claimed former = next == null ? bySource.remove(source) : bySource.put(source, next);
        if (next != null) {
            if (next.equals(former)) {
                return;
            }
            for (Vertex vertex : next.vertices()) {
                nodesOf.computeIfAbsent(vertex, key -> new HashMap<>()).merge(next.node(), 1, Integer::sum);
            }
        }
        if (former != null) {
            for (Vertex vertex : former.vertices()) {
                nodesOf.computeIfPresent(vertex, (key, nodes) -> {
                    nodes.computeIfPresent(former.node(), (node, count) -> count == 1 ? null : count - 1);
                    return nodes.isEmpty() ? null : nodes;
                });
            }
        }
    }

    private synchronized void applyVolume(ObjectReader.Event event) {
        ObjectNode volume = event.object();
        String name = nameOf(volume);
        Volume former = volumes.remove(name);
        if (former != null) {
            for (Vertex secret : former.secrets()) {
                volumesBySecret.computeIfPresent(secret, (key, names) -> {
                    names.remove(name);
                    return names.isEmpty() ? null : names;
                });
            }
        }
        JsonNode claim = volume.path("spec").path("claimRef");
        if (event.type() == ObjectReader.Event.Type.DELETED || !claim.isObject()) {
            return;
        }
        String namespace = claim.path("namespace").asText("");
        var secrets = new HashSet<Vertex>();
        VolumeSecrets.visit(
                volume.path("spec"),
                namespace,
                (secretNamespace, secret) -> secrets.add(new Vertex(RelatedType.SECRET, secretNamespace, secret)));
        volumes.put(
                name,
                new Volume(
                        new Vertex(
                                RelatedType.VOLUME_CLAIM,
                                namespace,
                                claim.path("name").asText("")),
                        secrets));
        secrets.forEach(secret ->
                volumesBySecret.computeIfAbsent(secret, key -> new HashSet<>()).add(name));
    }

    private static String nameOf(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String namespaceOf(ObjectNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    @Override
    public void close() {
        for (AutoCloseable watch : watches) {
            try {
                watch.close();
            } catch (Exception e) {
                LOG.atDebug().setCause(e).log("closing a watch failed");
            }
        }
    }
}
