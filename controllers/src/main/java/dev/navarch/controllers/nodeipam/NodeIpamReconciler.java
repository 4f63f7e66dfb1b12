package dev.navarch.controllers.nodeipam;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerManagerOptions;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.nodes.NodeEvents;
import dev.navarch.controllers.nodes.NodeWriter;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node address controller. What it knows of existing nodes is guarded by this object's monitor. */
public final class NodeIpamReconciler implements Reconciler<Node> {

    private static final Logger log = LoggerFactory.getLogger(NodeIpamReconciler.class);
    private static final int GATEWAY_TIMEOUT = 504;

    private final EventRecorder recorder;
    private final NodeWriter writer;
    private final SharedInformer<Node> nodes;
    private final List<CidrPool> pools = new ArrayList<>();
    /** The UIDs of nodes that were given addresses but are not seen with them yet: they must not get a second part. */
    private final Set<String> assigned = ConcurrentHashMap.newKeySet();

    private boolean existingOccupied;

    public NodeIpamReconciler(ControllerContext context) {
        recorder = context.events().recorder("cidrAllocator");
        writer = new NodeWriter(context.client());
        nodes = context.informers().of(Node.class);
        ControllerManagerOptions options = context.options();
        for (String text : options.clusterCidrs()) {
            Cidr cidr = Cidr.parse(text);
            pools.add(new CidrPool(
                    cidr, cidr.isIpv6() ? options.nodeCidrMaskSizeIpv6() : options.nodeCidrMaskSizeIpv4()));
        }
        for (String text : options.serviceCidrs()) {
            Cidr services = Cidr.parse(text);
            pools.stream().filter(pool -> pool.overlaps(services)).forEach(pool -> pool.occupy(services));
        }
    }

    @Override
    public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
        occupyExisting();
        if (context.isPrimaryResourceDeleted()) {
            assigned.remove(node.getMetadata().getUid());
            each(node, CidrPool::release);
        } else if (!cidrs(node).isEmpty()) {
            assigned.remove(node.getMetadata().getUid());
            each(node, CidrPool::occupy);
        } else if (!node.isMarkedForDeletion()
                && !assigned.contains(node.getMetadata().getUid())) {
            assign(node);
            assigned.add(node.getMetadata().getUid());
        }
        return UpdateControl.noUpdate();
    }

    private synchronized void occupyExisting() {
        if (!existingOccupied) {
            nodes.list().forEach(node -> each(node, CidrPool::occupy));
            existingOccupied = true;
        }
    }

    private void assign(Node node) {
        List<Cidr> allocated = new ArrayList<>();
        for (CidrPool pool : pools) {
            Optional<Cidr> cidr = pool.allocate();
            if (cidr.isEmpty()) {
                release(allocated);
                NodeEvents.statusChanged(recorder, node, "CIDRNotAvailable");
                throw new IllegalStateException("failed to allocate cidr from cluster cidr at idx:"
                        + allocated.size() + ": CIDR allocation failed; there are no remaining CIDRs left to"
                        + " allocate in the accepted range");
            }
            allocated.add(cidr.get());
        }
        try {
            writer.setPodCidrs(
                    node.getMetadata().getName(),
                    allocated.stream().map(Cidr::toString).toList());
        } catch (KubernetesClientException e) {
            NodeEvents.statusChanged(recorder, node, "CIDRAssignmentFailed");
            if (e.getCode() != GATEWAY_TIMEOUT) {
                // After a timeout the node may have it all the same; it stays taken until the next start.
                release(allocated);
            }
            throw e;
        }
    }

    private void release(List<Cidr> allocated) {
        for (int i = 0; i < allocated.size(); i++) {
            pools.get(i).release(allocated.get(i));
        }
    }

    private interface PoolAction {
        void on(CidrPool pool, Cidr cidr);
    }

    private void each(Node node, PoolAction action) {
        List<String> cidrs = cidrs(node);
        for (int i = 0; i < cidrs.size(); i++) {
            Cidr cidr = Cidr.parse(cidrs.get(i));
            if (i < pools.size() && pools.get(i).overlaps(cidr)) {
                action.on(pools.get(i), cidr);
            } else {
                log.atWarn()
                        .addKeyValue("node", node.getMetadata().getName())
                        .addKeyValue("cidr", cidr)
                        .log("A node has pod addresses that are not the cluster's");
            }
        }
    }

    private static List<String> cidrs(Node node) {
        return node.getSpec() == null ? List.of() : node.getSpec().getPodCIDRs();
    }
}
