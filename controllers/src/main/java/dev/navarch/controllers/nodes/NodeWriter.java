package dev.navarch.controllers.nodes;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes of nodes that must not undo those of others: on the newest version, again where that was overtaken. */
public final class NodeWriter {

    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;

    public NodeWriter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Adds some taints, as of now, and takes others off.
     *
     * @param add key and effect of each; value and time are set here
     * @throws KubernetesClientException where the node cannot be written; none where it is gone
     */
    public void changeTaints(String node, List<Taint> add, List<Taint> remove) {
        String now = Times.format(Instant.now());
        change(node, current -> {
            List<Taint> taints = new ArrayList<>(Taints.of(current));
            taints.removeIf(t -> isAmong(t, remove));
            add.stream()
                    .filter(t -> !isAmong(t, taints))
                    .map(t -> new TaintBuilder(t).withTimeAdded(now).build())
                    .forEach(taints::add);
            return taints.equals(Taints.of(current))
                    ? current
                    : new NodeBuilder(current)
                            .editOrNewSpec()
                            .withTaints(taints)
                            .endSpec()
                            .build();
        });
    }

    public void addLabels(String node, Map<String, String> labels) {
        change(
                node,
                current -> new NodeBuilder(current)
                        .editMetadata()
                        .addToLabels(labels)
                        .endMetadata()
                        .build());
    }

    /** Sets the address ranges of the node's pods. */
    public void setPodCidrs(String node, List<String> cidrs) {
        String list = client.getKubernetesSerialization().asJson(cidrs);
        Node named =
                new NodeBuilder().withNewMetadata().withName(node).endMetadata().build();
        Patches.strategicMerge(
                client, named, "{\"spec\":{\"podCIDR\":\"" + cidrs.getFirst() + "\",\"podCIDRs\":" + list + "}}");
    }

    private void change(String name, UnaryOperator<Node> change) {
        for (int attempt = 1; ; attempt++) {
            Node current = client.nodes().withName(name).get();
            if (current == null) {
                return;
            }
            Node changed = change.apply(current);
            if (changed.equals(current)) {
                return;
            }
            try {
                client.resource(changed).update();
                return;
            } catch (KubernetesClientException e) {
                if (ApiErrors.isNotFound(e)) {
                    return;
                }
                if (!ApiErrors.isConflict(e) || attempt >= ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static boolean isAmong(Taint taint, List<Taint> taints) {
        return taints.stream().anyMatch(t -> Taints.isSame(t, taint.getKey(), taint.getEffect()));
    }
}
