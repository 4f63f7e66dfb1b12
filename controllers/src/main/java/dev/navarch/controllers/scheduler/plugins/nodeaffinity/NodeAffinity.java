package dev.navarch.controllers.scheduler.plugins.nodeaffinity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.matching.NodeMatcher;
import dev.navarch.controllers.scheduler.matching.PreferredNodeTerms;
import dev.navarch.controllers.scheduler.matching.RequiredNodeAffinity;
import dev.navarch.controllers.scheduler.plugins.Normalization;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code NodeAffinity}. Its argument {@code addedAffinity} applies to all pods of the profile. */
public final class NodeAffinity
        implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions {

    public static final String NAME = "NodeAffinity";

    private static final Status REJECTED = Status.unresolvable("node(s) didn't match Pod's node affinity/selector");
    private static final Status REJECTED_BY_PROFILE =
            Status.unresolvable("node(s) didn't match scheduler-enforced node affinity");
    private static final Status CONFLICT = Status.unresolvable("pod affinity terms conflict");
    private static final CycleState.Key<Required> REQUIRED = new CycleState.Key<>("PreFilter" + NAME, Required.class);
    private static final CycleState.Key<Preferred> PREFERRED = new CycleState.Key<>("PreScore" + NAME, Preferred.class);

    private record Required(RequiredNodeAffinity affinity) implements CycleState.StateData {}

    private record Preferred(@Nullable PreferredNodeTerms terms) implements CycleState.StateData {}

    private final @Nullable NodeMatcher addedRequired;
    private final @Nullable PreferredNodeTerms addedPreferred;

    public NodeAffinity(ObjectNode args) {
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        io.fabric8.kubernetes.api.model.NodeAffinity added = fields.node("addedAffinity")
                .map(node -> new KubernetesSerialization()
                        .convertValue(node, io.fabric8.kubernetes.api.model.NodeAffinity.class))
                .orElse(null);
        fields.end();
        NodeSelector required = added == null ? null : added.getRequiredDuringSchedulingIgnoredDuringExecution();
        List<PreferredSchedulingTerm> preferred =
                added == null ? null : added.getPreferredDuringSchedulingIgnoredDuringExecution();
        this.addedRequired = required == null ? null : NodeMatcher.of(required);
        this.addedPreferred = preferred == null || preferred.isEmpty() ? null : PreferredNodeTerms.of(preferred);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        Optional<NodeSelector> required = RequiredNodeAffinity.required(pod.pod());
        var selector = pod.pod().getSpec().getNodeSelector();
        if (required.isEmpty() && addedRequired == null && (selector == null || selector.isEmpty())) {
            return Result.SKIP;
        }
        state.write(REQUIRED, new Required(RequiredNodeAffinity.of(pod.pod())));
        Set<String> names = required.map(NodeAffinity::nodeNames).orElse(null);
        if (names == null) {
            return Result.SUCCESS;
        }
        return names.isEmpty() ? Result.of(CONFLICT) : new Result(Status.SUCCESS, names);
    }

    /** The node names that the terms allow, null when a term allows others too. */
    private static @Nullable Set<String> nodeNames(NodeSelector selector) {
        if (selector.getNodeSelectorTerms().isEmpty()) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (NodeSelectorTerm term : selector.getNodeSelectorTerms()) {
            Set<String> termNames = null;
            for (NodeSelectorRequirement field : term.getMatchFields()) {
                if ("metadata.name".equals(field.getKey()) && "In".equals(field.getOperator())) {
                    Set<String> values = new HashSet<>(field.getValues());
                    if (termNames != null) {
                        values.retainAll(termNames);
                    }
                    termNames = values;
                }
            }
            if (termNames == null) {
                return null;
            }
            names.addAll(termNames);
        }
        return names;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        if (addedRequired != null && !addedRequired.matches(node.node())) {
            return REJECTED_BY_PROFILE;
        }
        Required required = state.find(REQUIRED);
        RequiredNodeAffinity affinity = required == null ? RequiredNodeAffinity.of(pod.pod()) : required.affinity;
        return affinity.matches(node.node()) ? Status.SUCCESS : REJECTED;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        PreferredNodeTerms preferred;
        try {
            preferred = Optional.ofNullable(pod.pod().getSpec().getAffinity())
                    .map(affinity -> affinity.getNodeAffinity())
                    .map(affinity -> affinity.getPreferredDuringSchedulingIgnoredDuringExecution())
                    .filter(terms -> !terms.isEmpty())
                    .map(PreferredNodeTerms::of)
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return Status.error(e);
        }
        if (preferred == null && addedPreferred == null) {
            return Status.SKIP;
        }
        state.write(PREFERRED, new Preferred(preferred));
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        PreferredNodeTerms preferred = state.read(PREFERRED).terms;
        return (addedPreferred == null ? 0 : addedPreferred.score(node.node()))
                + (preferred == null ? 0 : preferred.score(node.node()));
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, List<NodeInfo> nodes, long[] scores) {
        Normalization.scaleToMax(scores, false);
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(new QueueingHint.Registration(
                ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
                this::afterNodeChange));
    }

    private QueueingHint afterNodeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (!(after instanceof Node node) || (addedRequired != null && !addedRequired.matches(node))) {
            return QueueingHint.SKIP;
        }
        RequiredNodeAffinity required = RequiredNodeAffinity.of(pod);
        boolean was = before instanceof Node old && required.matches(old);
        return required.matches(node) && !was ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }
}
