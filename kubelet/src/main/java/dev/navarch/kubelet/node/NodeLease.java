package dev.navarch.kubelet.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's heartbeat: a Lease in kube-node-lease, renewed each quarter of its duration. */
public final class NodeLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeLease.class);
    private static final String NAMESPACE = "kube-node-lease";
    private static final Duration LAST_RETRY = Duration.ofSeconds(7);

    private final KubernetesClient client;
    private final String nodeName;
    private final Duration duration;
    private final Thread thread;
    private @Nullable Lease latest;

    public NodeLease(KubernetesClient client, String nodeName, Duration duration) {
        this.client = client;
        this.nodeName = nodeName;
        this.duration = duration;
        this.thread = Thread.ofVirtual().name("node-lease-" + nodeName).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Duration retry = Duration.ofMillis(200);
        try {
            while (true) {
                try {
                    renew();
                    retry = Duration.ofMillis(200);
                    Thread.sleep(duration.dividedBy(4));
                } catch (KubernetesClientException e) {
                    log.atDebug().setCause(e).log("lease not renewed");
                    latest = null;
                    Thread.sleep(retry);
                    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        Lease known = latest == null
                ? client.leases().inNamespace(NAMESPACE).withName(nodeName).get()
                : latest;
        latest = known == null
                ? create()
                : client.leases()
                        .inNamespace(NAMESPACE)
                        .resource(renewed(known))
                        .update();
    }

    private Lease renewed(Lease lease) {
        LeaseBuilder builder = new LeaseBuilder(lease)
                .editOrNewSpec()
                .withHolderIdentity(nodeName)
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withRenewTime(now())
                .endSpec();
        if (lease.getMetadata().getOwnerReferences().isEmpty()) {
            owned(builder);
        }
        return builder.build();
    }

    private Lease create() {
        LeaseBuilder builder = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(nodeName)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(nodeName)
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withRenewTime(now())
                .endSpec();
        owned(builder);
        return client.leases().inNamespace(NAMESPACE).resource(builder.build()).create();
    }

    /** The Lease goes with the Node. */
    private void owned(LeaseBuilder builder) {
        Node node = client.nodes().withName(nodeName).get();
        if (node != null) {
            builder.editMetadata()
                    .withOwnerReferences(new OwnerReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Node")
                            .withName(nodeName)
                            .withUid(node.getMetadata().getUid())
                            .build())
                    .endMetadata();
        }
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
