package dev.navarch.controllers.scheduler.cache;

import dev.navarch.controllers.scheduler.framework.ImageState;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes have which images. Not thread-safe. */
final class Images {

    private static final class Spread {
        private final ImageState state;
        private final Set<String> nodes = new HashSet<>();

        Spread(long size) {
            state = new ImageState(size, 0);
        }
    }

    private final Map<String, Spread> byName = new HashMap<>();

    /** Returns the states of the node's images by name, kept up to date as other nodes come and go. */
    Map<String, ImageState> add(Node node) {
        Map<String, ImageState> states = new HashMap<>();
        for (ContainerImage image : images(node)) {
            long size = image.getSizeBytes() == null ? 0 : image.getSizeBytes();
            for (String name : names(image)) {
                Spread spread = byName.computeIfAbsent(name, n -> new Spread(size));
                spread.nodes.add(node.getMetadata().getName());
                spread.state.setNodes(spread.nodes.size());
                states.put(name, spread.state);
            }
        }
        return states;
    }

    void remove(Node node) {
        for (ContainerImage image : images(node)) {
            for (String name : names(image)) {
                byName.computeIfPresent(name, (n, spread) -> {
                    spread.nodes.remove(node.getMetadata().getName());
                    spread.state.setNodes(spread.nodes.size());
                    return spread.nodes.isEmpty() ? null : spread;
                });
            }
        }
    }

    private static List<ContainerImage> images(Node node) {
        return node.getStatus() == null || node.getStatus().getImages() == null
                ? List.of()
                : node.getStatus().getImages();
    }

    private static List<String> names(ContainerImage image) {
        return image.getNames() == null ? List.of() : image.getNames();
    }
}
