package dev.navarch.controllers;

import dev.navarch.controllers.clusterroleaggregation.ClusterRoleAggregationReconciler;
import dev.navarch.controllers.cronjob.CronJobReconciler;
import dev.navarch.controllers.daemonset.DaemonSetReconciler;
import dev.navarch.controllers.deployment.DeploymentReconciler;
import dev.navarch.controllers.disruption.DisruptionReconciler;
import dev.navarch.controllers.disruption.StaleDisruptions;
import dev.navarch.controllers.endpoint.EndpointsReconciler;
import dev.navarch.controllers.endpoint.LeftoverEndpoints;
import dev.navarch.controllers.endpointslice.EndpointSliceReconciler;
import dev.navarch.controllers.endpointslicemirroring.EndpointSliceMirroringReconciler;
import dev.navarch.controllers.garbagecollector.GarbageCollector;
import dev.navarch.controllers.job.JobReconciler;
import dev.navarch.controllers.job.OrphanedJobPods;
import dev.navarch.controllers.namespace.NamespaceReconciler;
import dev.navarch.controllers.nodeipam.NodeIpamReconciler;
import dev.navarch.controllers.nodelifecycle.NodeHealthMonitor;
import dev.navarch.controllers.nodelifecycle.NodeTaintReconciler;
import dev.navarch.controllers.podgc.PodGarbageCollector;
import dev.navarch.controllers.replicaset.ReplicaSetReconciler;
import dev.navarch.controllers.replicationcontroller.ReplicationControllerReconciler;
import dev.navarch.controllers.resourcequota.ResourceQuotaReconciler;
import dev.navarch.controllers.serviceaccount.RootCaPublisher;
import dev.navarch.controllers.serviceaccount.ServiceAccountReconciler;
import dev.navarch.controllers.statefulset.StatefulSetReconciler;
import dev.navarch.controllers.tainteviction.TaintEviction;
import dev.navarch.controllers.ttlafterfinished.FinishedJobReconciler;
import dev.navarch.controllers.volumeprotection.ClaimProtectionReconciler;
import dev.navarch.controllers.volumeprotection.VolumeProtectionReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Every controller that the manager knows, by upstream's name, and how it is put together. */
public final class ControllerCatalog {

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1000);

    private ControllerCatalog() {}

    static List<Entry> entries() {
        return List.of(
                reconciler("serviceaccount-controller", "service-account-controller", ServiceAccountReconciler::new),
                new Entry(
                        "root-ca-certificate-publisher-controller",
                        "root-ca-cert-publisher",
                        true,
                        c -> c.options()
                                .rootCa()
                                .map(pem -> keyed("root-ca-certificate-publisher", new RootCaPublisher(c, pem)))
                                .orElse(NOTHING)),
                new Entry(
                        "namespace-controller",
                        "namespace-controller",
                        true,
                        c -> keyed("namespace-controller", new NamespaceReconciler(c), Duration.ofSeconds(60))),
                reconciler("replicaset-controller", ReplicaSetReconciler::new),
                reconciler("deployment-controller", DeploymentReconciler::new),
                reconciler("daemonset-controller", "daemon-set-controller", DaemonSetReconciler::new),
                reconciler("statefulset-controller", StatefulSetReconciler::new),
                reconciler(
                        "replicationcontroller-controller",
                        "replication-controller",
                        ReplicationControllerReconciler::new),
                reconciler("cronjob-controller", CronJobReconciler::new),
                reconciler("ttl-after-finished-controller", FinishedJobReconciler::new),
                new Entry(
                        "disruption-controller",
                        "disruption-controller",
                        true,
                        c -> new Parts(
                                List.of(new Keyed<>(
                                        "disruption-controller", new DisruptionReconciler(c), LONGEST_RETRY)),
                                List.of(new StaleDisruptions(c)))),
                reconciler("resourcequota-controller", ResourceQuotaReconciler::new),
                reconciler("clusterrole-aggregation-controller", ClusterRoleAggregationReconciler::new),
                reconciler(
                        "persistentvolumeclaim-protection-controller",
                        "pvc-protection-controller",
                        ClaimProtectionReconciler::new),
                reconciler(
                        "persistentvolume-protection-controller",
                        "pv-protection-controller",
                        VolumeProtectionReconciler::new),
                new Entry(
                        "job-controller",
                        "job-controller",
                        true,
                        c -> new Parts(
                                List.of(new Keyed<>("job-controller", new JobReconciler(c), Duration.ofSeconds(60))),
                                List.of(new OrphanedJobPods(c)))),
                new Entry(
                        "endpoints-controller",
                        "endpoint-controller",
                        true,
                        c -> new Parts(
                                List.of(new Keyed<>("endpoints-controller", new EndpointsReconciler(c), LONGEST_RETRY)),
                                List.of(new LeftoverEndpoints(c)))),
                reconciler("endpointslice-controller", EndpointSliceReconciler::new),
                reconciler(
                        "endpointslice-mirroring-controller",
                        "endpointslicemirroring-controller",
                        EndpointSliceMirroringReconciler::new),
                loop("garbage-collector-controller", "generic-garbage-collector", GarbageCollector::new),
                loop("pod-garbage-collector-controller", "pod-garbage-collector", PodGarbageCollector::new),
                new Entry(
                        "node-lifecycle-controller",
                        "node-controller",
                        true,
                        c -> new Parts(
                                List.of(new Keyed<>(
                                        "node-lifecycle-controller", new NodeTaintReconciler(c), LONGEST_RETRY)),
                                List.of(new NodeHealthMonitor(c)))),
                loop("taint-eviction-controller", "node-controller", TaintEviction::new),
                new Entry(
                        "node-ipam-controller",
                        "node-controller",
                        true,
                        c -> c.options().allocateNodeCidrs()
                                ? keyed("node-ipam-controller", new NodeIpamReconciler(c))
                                : NOTHING));
    }

    /** The names that {@code --controllers} understands. */
    public static List<String> names() {
        return entries().stream().map(Entry::name).toList();
    }

    /**
     * What the catalog says of a controller.
     *
     * @param account the service account that it acts as where controllers have credentials of their own
     * @param assembly makes the controller's parts, or {@link #NOTHING} where an option that it needs is absent
     */
    record Entry(String name, String account, boolean onByDefault, Function<ControllerContext, Parts> assembly) {}

    record Parts(List<Keyed<?>> reconcilers, List<ControllerLoop> loops) {}

    record Keyed<P extends HasMetadata>(String name, Reconciler<P> reconciler, Duration longestRetry) {}

    private static final Parts NOTHING = new Parts(List.of(), List.of());

    private static <P extends HasMetadata> Entry reconciler(
            String name, Function<ControllerContext, ? extends Reconciler<P>> make) {
        return reconciler(name, name, make);
    }

    private static <P extends HasMetadata> Entry reconciler(
            String name, String account, Function<ControllerContext, ? extends Reconciler<P>> make) {
        return new Entry(name, account, true, c -> keyed(name, make.apply(c)));
    }

    private static Entry loop(String name, String account, Function<ControllerContext, ControllerLoop> make) {
        return new Entry(name, account, true, c -> new Parts(List.of(), List.of(make.apply(c))));
    }

    private static <P extends HasMetadata> Parts keyed(String name, Reconciler<P> reconciler) {
        return keyed(name, reconciler, LONGEST_RETRY);
    }

    private static <P extends HasMetadata> Parts keyed(String name, Reconciler<P> reconciler, Duration longestRetry) {
        return new Parts(List.of(new Keyed<>(name, reconciler, longestRetry)), List.of());
    }
}
