package dev.navarch.apiserver.kind.core;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.DescribedStrategy;
import dev.navarch.apiserver.kind.KindEnvironment;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.core.configmap.ConfigMapRules;
import dev.navarch.apiserver.kind.core.endpoints.EndpointsRules;
import dev.navarch.apiserver.kind.core.event.EventRules;
import dev.navarch.apiserver.kind.core.limitrange.LimitRangeRules;
import dev.navarch.apiserver.kind.core.namespace.NamespaceStrategy;
import dev.navarch.apiserver.kind.core.node.NodeRules;
import dev.navarch.apiserver.kind.core.node.NodeStatusPart;
import dev.navarch.apiserver.kind.core.persistentvolume.PersistentVolumeClaimRules;
import dev.navarch.apiserver.kind.core.persistentvolume.PersistentVolumeRules;
import dev.navarch.apiserver.kind.core.persistentvolume.PersistentVolumeStatusPart;
import dev.navarch.apiserver.kind.core.pod.PodStrategy;
import dev.navarch.apiserver.kind.core.replicationcontroller.ReplicationControllerRules;
import dev.navarch.apiserver.kind.core.resourcequota.ResourceQuotaRules;
import dev.navarch.apiserver.kind.core.service.ServiceStrategy;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.podspec.DisabledFields;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;
import dev.navarch.apiserver.kind.podspec.PodWarnings;
import dev.navarch.apiserver.kind.podspec.TemplateRules;
import dev.navarch.apiserver.kind.podspec.TemplateWarnings;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.registry.ResourceStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of the core group, and the events of the newer one. */
public final class CoreKinds {

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

    private CoreKinds() {}

    public static void register(KindStrategies strategies, KindEnvironment environment) {
        add(strategies, "pods", new PodStrategy());
        add(strategies, "namespaces", new NamespaceStrategy());
        add(
                strategies,
                "services",
                new ServiceStrategy(
                        environment.serviceRanges(),
                        environment.firstNodePort(),
                        environment.lastNodePort(),
                        environment.reader(),
                        environment.writer()));
        network(strategies);
        limits(strategies);
        volumes(strategies);
        templates(strategies);
        events(strategies, environment);
    }

    private static void network(KindStrategies strategies) {
        add(
                strategies,
                "nodes",
                kind().defaults(CoreDefaults::node)
                        .selectableOr("false", "spec.unschedulable", "/spec/unschedulable")
                        .keepsStatusOnCreate()
                        .onCreate((ObjectNode node) -> NodeRules.dropConfig(node, null))
                        .onUpdate(NodeRules::dropConfig)
                        .rules(NodeRules::created)
                        .updateRules(NodeRules::changed)
                        .part("status", new NodeStatusPart())
                        .warnings((node, old) -> NodeRules.warnings(node))
                        .build());
        add(
                strategies,
                "endpoints",
                kind().defaults(CoreDefaults::endpoints)
                        .createOnUpdate()
                        .rules(EndpointsRules::created)
                        .updateRules(EndpointsRules::changed)
                        .warnings((endpoints, old) -> EndpointsRules.warnings(endpoints))
                        .build());
    }

    private static void limits(KindStrategies strategies) {
        add(
                strategies,
                "configmaps",
                kind().rules(ConfigMapRules::created)
                        .updateRules(ConfigMapRules::changed)
                        .build());
        add(
                strategies,
                "limitranges",
                kind().defaults(CoreDefaults::limitRange)
                        .createOnUpdate()
                        .rules(LimitRangeRules::created)
                        .build());
        add(
                strategies,
                "resourcequotas",
                kind().defaults(CoreDefaults::resourceQuota)
                        .returnsDeleted()
                        .rules(ResourceQuotaRules::created)
                        .updateRules(ResourceQuotaRules::changed)
                        .statusRules(ResourceQuotaRules::status)
                        .warnings((quota, old) -> old == null ? ResourceQuotaRules.warnings(quota) : List.of())
                        .build());
    }

    private static void volumes(KindStrategies strategies) {
        add(
                strategies,
                "persistentvolumes",
                kind().defaults(CoreDefaults::persistentVolume)
                        .returnsDeleted()
                        .onCreate(PersistentVolumeRules::begin)
                        .rules(PersistentVolumeRules::created)
                        .updateRules(PersistentVolumeRules::changed)
                        .part("status", new PersistentVolumeStatusPart())
                        .warnings((volume, old) -> PersistentVolumeRules.warnings(volume))
                        .build());
        add(
                strategies,
                "persistentvolumeclaims",
                kind().defaults(CoreDefaults::persistentVolumeClaim)
                        .returnsDeleted()
                        .onCreate((ObjectNode claim) -> PersistentVolumeClaimRules.dataSources(claim, null))
                        .onUpdate(PersistentVolumeClaimRules::dataSources)
                        .rules(PersistentVolumeClaimRules::created)
                        .updateRules(PersistentVolumeClaimRules::changed)
                        .statusRules(PersistentVolumeClaimRules::status)
                        .warnings((claim, old) -> PersistentVolumeClaimRules.warnings(claim))
                        .build());
    }

    private static void templates(KindStrategies strategies) {
        add(
                strategies,
                "podtemplates",
                kind().defaults(o -> PodSpecDefaults.applyToTemplate(Fields.object(o, "template")))
                        .counted()
                        .returnsDeleted()
                        .onCreate((ObjectNode o) -> dropDisabled(o, null))
                        .onUpdate(CoreKinds::dropDisabled)
                        .rules(template -> TemplateRules.validate(template.get("template")))
                        .updateRules((template, old) ->
                                TemplateRules.validate(template.get("template"), old.get("template")))
                        .warnings(CoreKinds::templateWarnings)
                        .build());
        add(
                strategies,
                "replicationcontrollers",
                controller()
                        .rules(ReplicationControllerRules::created)
                        .updateRules(ReplicationControllerRules::changed)
                        .statusRules(ReplicationControllerRules::status)
                        .warnings(TemplateWarnings.ofNamedLikePods("spec"))
                        .build());
    }

    private static DescribedStrategy.Builder controller() {
        return kind().defaults(CoreDefaults::replicationController)
                .counted()
                .selectableOr("0", "status.replicas", "/status/replicas")
                .garbageCollection(GarbageCollectionPolicy.ORPHAN)
                .onCreate((ObjectNode o) -> dropDisabled(Fields.objectOrNew(o, "spec"), null))
                .onUpdate((o, old) -> dropDisabled(Fields.objectOrNew(o, "spec"), Fields.object(old, "spec")));
    }

    private static void dropDisabled(ObjectNode owner, @Nullable ObjectNode old) {
        DisabledFields.drop(
                Fields.object(Fields.object(owner, "template"), "spec"),
                Fields.object(Fields.object(old, "template"), "spec"));
    }

    private static List<String> templateWarnings(ObjectNode template, @Nullable ObjectNode old) {
        boolean unchanged = old != null && Sameness.same(template.get("template"), old.get("template"));
        return unchanged ? List.of() : PodWarnings.ofTemplate(template.path("template"), "template");
    }

    private static void events(KindStrategies strategies, KindEnvironment environment) {
        add(
                strategies,
                "events",
                events(environment, Map.of()).rules(EventRules::core).build());
        strategies.put(
                new GroupResource("events.k8s.io", "events"),
                events(environment, EVENT_FIELDS)
                        .rules(EventRules::created)
                        .updateRules(EventRules::changed)
                        .build());
    }

    private static DescribedStrategy.Builder events(KindEnvironment environment, Map<String, String> aliases) {
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
                .selectableAt("source", "/source/component", "/reportingComponent")
                .aliases(aliases);
    }

    private static void add(KindStrategies strategies, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource("", resource), strategy);
    }
}
