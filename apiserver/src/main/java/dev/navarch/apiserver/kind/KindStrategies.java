package dev.navarch.apiserver.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.admissionregistration.AdmissionKinds;
import dev.navarch.apiserver.kind.apiregistration.ApiRegistrationKinds;
import dev.navarch.apiserver.kind.apps.AppsKinds;
import dev.navarch.apiserver.kind.autoscaling.AutoscalingKinds;
import dev.navarch.apiserver.kind.batch.BatchKinds;
import dev.navarch.apiserver.kind.coordination.CoordinationKinds;
import dev.navarch.apiserver.kind.core.CoreKinds;
import dev.navarch.apiserver.kind.discovery.DiscoveryKinds;
import dev.navarch.apiserver.kind.flowcontrol.FlowControlKinds;
import dev.navarch.apiserver.kind.networking.NetworkingKinds;
import dev.navarch.apiserver.kind.node.NodeKinds;
import dev.navarch.apiserver.kind.policy.PolicyKinds;
import dev.navarch.apiserver.kind.resource.ResourceKinds;
import dev.navarch.apiserver.kind.scheduling.SchedulingKinds;
import dev.navarch.apiserver.kind.storage.StorageKinds;
import dev.navarch.apiserver.registry.ResourceStrategy;
import java.util.HashMap;
import java.util.Map;

/** The one table of what is special about built-in kinds. */
public final class KindStrategies {

    private final Map<GroupResource, ResourceStrategy> strategies = new HashMap<>();

    public KindStrategies(KindEnvironment environment) {
        CoreKinds.register(this, environment);
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

    /** For kinds whose owner registers a strategy from elsewhere. */
    public void put(GroupResource resource, ResourceStrategy strategy) {
        strategies.put(resource, strategy);
    }
}
