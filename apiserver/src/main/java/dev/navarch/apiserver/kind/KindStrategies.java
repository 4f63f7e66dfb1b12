package dev.navarch.apiserver.kind;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.admissionregistration.AdmissionKinds;
import dev.navarch.apiserver.kind.apiregistration.ApiRegistrationKinds;
import dev.navarch.apiserver.kind.apps.AppsKinds;
import dev.navarch.apiserver.kind.autoscaling.AutoscalingKinds;
import dev.navarch.apiserver.kind.batch.BatchKinds;
import dev.navarch.apiserver.kind.coordination.CoordinationKinds;
import dev.navarch.apiserver.kind.core.event.EventRules;
import dev.navarch.apiserver.kind.core.namespace.NamespaceStrategy;
import dev.navarch.apiserver.kind.core.pod.PodStrategy;
import dev.navarch.apiserver.kind.core.service.ServiceStrategy;
import dev.navarch.apiserver.kind.discovery.DiscoveryKinds;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.flowcontrol.FlowControlKinds;
import dev.navarch.apiserver.kind.networking.NetworkingKinds;
import dev.navarch.apiserver.kind.node.NodeKinds;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;
import dev.navarch.apiserver.kind.policy.PolicyKinds;
import dev.navarch.apiserver.kind.resource.ResourceKinds;
import dev.navarch.apiserver.kind.scheduling.SchedulingKinds;
import dev.navarch.apiserver.kind.storage.StorageKinds;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.registry.ResourceStrategy;
import java.util.HashMap;
import java.util.Map;

/** The one table of what is special about built-in kinds. */
public final class KindStrategies {

    /** What {@code events.k8s.io} calls the fields of events. */
    private static final Map<String, String> EVENT_FIELDS = Map.of(
            "reason", "reason",
            "regarding.kind", "involvedObject.kind",
            "regarding.namespace", "involvedObject.namespace",
            "regarding.name", "involvedObject.name",
            "regarding.uid", "involvedObject.uid",
            "regarding.apiVersion", "involvedObject.apiVersion",
            "regarding.resourceVersion", "involvedObject.resourceVersion",
            "regarding.fieldPath", "involvedObject.fieldPath",
            "reportingController", "reportingComponent",
            "type", "type");

    private final Map<GroupResource, ResourceStrategy> strategies = new HashMap<>();

    public KindStrategies(KindEnvironment environment) {
        core(environment);
        AppsKinds.register(this);
        BatchKinds.register(this);
        NetworkingKinds.register(this);
        PolicyKinds.register(this);
        AutoscalingKinds.register(this);
        StorageKinds.register(this);
        SchedulingKinds.register(this);
        CoordinationKinds.register(this);
        DiscoveryKinds.register(this);
        FlowControlKinds.register(this);
        AdmissionKinds.register(this);
        ResourceKinds.register(this);
        NodeKinds.register(this);
        ApiRegistrationKinds.register(this);
    }

    /** The strategy of a resource; {@link ResourceStrategy#GENERIC} for one that is not special. */
    public ResourceStrategy of(GroupResource resource) {
        return strategies.getOrDefault(resource, ResourceStrategy.GENERIC);
    }

    private void core(KindEnvironment environment) {
        add("", "pods", new PodStrategy());
        add("", "namespaces", new NamespaceStrategy());
        add(
                "",
                "services",
                new ServiceStrategy(
                        environment.serviceRanges(),
                        environment.firstNodePort(),
                        environment.lastNodePort(),
                        environment.reader(),
                        environment.writer()));
        add(
                "",
                "nodes",
                kind().defaults(CoreDefaults::node)
                        .selectableOr("false", "spec.unschedulable", "/spec/unschedulable")
                        .keepsStatusOnCreate()
                        .build());
        add(
                "",
                "endpoints",
                kind().defaults(CoreDefaults::endpoints).createOnUpdate().build());
        add(
                "",
                "secrets",
                kind().defaults(CoreDefaults::secret).selectable("type").build());
        add(
                "",
                "limitranges",
                kind().defaults(CoreDefaults::limitRange).createOnUpdate().build());
        add(
                "",
                "resourcequotas",
                kind().defaults(CoreDefaults::resourceQuota).returnsDeleted().build());
        add("", "serviceaccounts", kind().returnsDeleted().build());
        add(
                "",
                "persistentvolumes",
                kind().defaults(CoreDefaults::persistentVolume).returnsDeleted().build());
        add(
                "",
                "persistentvolumeclaims",
                kind().defaults(CoreDefaults::persistentVolumeClaim)
                        .returnsDeleted()
                        .build());
        add(
                "",
                "podtemplates",
                kind().defaults(o -> PodSpecDefaults.applyToTemplate(Fields.object(o, "template")))
                        .counted()
                        .returnsDeleted()
                        .build());
        add(
                "",
                "replicationcontrollers",
                kind().defaults(CoreDefaults::replicationController)
                        .counted()
                        .selectableOr("0", "status.replicas", "/status/replicas")
                        .garbageCollection(GarbageCollectionPolicy.ORPHAN)
                        .build());
        add("", "events", events(environment).rules(EventRules::core).build());
        add(
                "events.k8s.io",
                "events",
                events(environment)
                        .aliases(EVENT_FIELDS)
                        .rules(EventRules::created)
                        .updateRules(EventRules::changed)
                        .build());
    }

    private static DescribedStrategy.Builder events(KindEnvironment environment) {
        return kind().createOnUpdate()
                .names(ObjectNames::pathSegment)
                .timeToLive(environment.eventTtl())
                .garbageCollection(GarbageCollectionPolicy.UNSUPPORTED)
                .selectable(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "reportingComponent",
                        "type")
                .selectableAt("source", "/source/component", "/reportingComponent");
    }

    private void add(String group, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource(group, resource), strategy);
    }

    /** For kinds whose owner registers a strategy from elsewhere. */
    public void put(GroupResource resource, ResourceStrategy strategy) {
        strategies.put(resource, strategy);
    }
}
