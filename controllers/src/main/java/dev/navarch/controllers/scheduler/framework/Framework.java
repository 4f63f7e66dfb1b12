package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.config.ExtensionPoint;
import dev.navarch.controllers.scheduler.config.Profile;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of one profile and how they are run. Extension points of the scheduling cycle are called by the scheduling
 * loop only; those of the binding cycle by the thread that binds the pod.
 */
public final class Framework implements Handle {

    /** What all profiles share. */
    public record Surroundings(
            SharedLister snapshot,
            Listers listers,
            ApiCalls api,
            EventRecorder events,
            WaitingPods waitingPods,
            Clock clock,
            RandomGenerator random,
            Background background) {}

    private final Profile profile;
    private final Surroundings surroundings;
    private final List<PreEnqueuePlugin> preEnqueue;
    private final QueueSortPlugin queueSort;
    private final List<PreFilterPlugin> preFilter;
    private final List<FilterPlugin> filter;
    private final List<PostFilterPlugin> postFilter;
    private final List<EnqueueExtensions> enqueueExtensions = new ArrayList<>();
    private final List<String> silentPlugins = new ArrayList<>();
    private final ScoreRunner scores;
    private final BindingRunner binding;
    private PodNominator nominator = nodeName -> List.of();
    private Consumer<Pod> activator = pod -> {};

    /**
     * Makes the plugins of a profile.
     *
     * @throws IllegalArgumentException when the profile asks for what does not exist
     */
    public Framework(Profile profile, Map<String, PluginFactory> registry, Surroundings surroundings) {
        this.profile = profile;
        this.surroundings = surroundings;
        PluginSelection selection = new PluginSelection(profile, registry, this);
        this.preEnqueue = selection.at(ExtensionPoint.PRE_ENQUEUE, PreEnqueuePlugin.class);
        this.queueSort = only(selection.at(ExtensionPoint.QUEUE_SORT, QueueSortPlugin.class));
        this.preFilter = selection.at(ExtensionPoint.PRE_FILTER, PreFilterPlugin.class);
        this.filter = selection.at(ExtensionPoint.FILTER, FilterPlugin.class);
        this.postFilter = selection.at(ExtensionPoint.POST_FILTER, PostFilterPlugin.class);
        this.scores = new ScoreRunner(
                selection.at(ExtensionPoint.PRE_SCORE, PreScorePlugin.class),
                selection.at(ExtensionPoint.SCORE, ScorePlugin.class),
                selection.scoreWeights());
        this.binding = new BindingRunner(
                selection.at(ExtensionPoint.RESERVE, ReservePlugin.class),
                selection.at(ExtensionPoint.PERMIT, PermitPlugin.class),
                selection.at(ExtensionPoint.PRE_BIND, PreBindPlugin.class),
                selection.at(ExtensionPoint.BIND, BindPlugin.class),
                selection.at(ExtensionPoint.POST_BIND, PostBindPlugin.class),
                surroundings.waitingPods());
        if (!binding.canBind()) {
            throw new IllegalArgumentException(
                    "at least one bind plugin is needed for profile with scheduler name \"" + schedulerName() + "\"");
        }
        collectEnqueueExtensions(selection);
    }

    private QueueSortPlugin only(List<QueueSortPlugin> plugins) {
        if (plugins.size() != 1) {
            throw new IllegalArgumentException("only one queue sort plugin required for profile with scheduler name \""
                    + profile.schedulerName() + "\", but got " + plugins.size());
        }
        return plugins.getFirst();
    }

    private void collectEnqueueExtensions(PluginSelection selection) {
        for (Plugin plugin : selection.all()) {
            if (plugin instanceof EnqueueExtensions extensions) {
                enqueueExtensions.add(extensions);
            } else if (plugin instanceof PreEnqueuePlugin
                    || plugin instanceof PreFilterPlugin
                    || plugin instanceof FilterPlugin
                    || plugin instanceof ReservePlugin
                    || plugin instanceof PermitPlugin) {
                silentPlugins.add(plugin.name());
            }
        }
    }

    /** Connects the queue, which is made after the profiles since it needs their plugins. */
    public void connect(PodNominator podNominator, Consumer<Pod> podActivator) {
        nominator = podNominator;
        activator = podActivator;
    }

    public String schedulerName() {
        return profile.schedulerName();
    }

    public OptionalInt percentageOfNodesToScore() {
        return profile.percentageOfNodesToScore();
    }

    public List<PreEnqueuePlugin> preEnqueuePlugins() {
        return preEnqueue;
    }

    public QueueSortPlugin queueSort() {
        return queueSort;
    }

    public List<EnqueueExtensions> enqueueExtensions() {
        return enqueueExtensions;
    }

    /** Plugins that can reject pods but register no events: any event may help their pods. */
    public List<String> pluginsWithoutEvents() {
        return silentPlugins;
    }

    public boolean hasPostFilterPlugins() {
        return !postFilter.isEmpty();
    }

    public boolean hasFilterPlugins() {
        return !filter.isEmpty();
    }

    public ScoreRunner scores() {
        return scores;
    }

    public BindingRunner binding() {
        return binding;
    }

    /**
     * The answer of all PreFilter plugins.
     *
     * @param nodeNames the only nodes that can do, null for all
     * @param restrictedBy the plugins that named nodes
     */
    public record PreFilterOutcome(Status status, @Nullable Set<String> nodeNames, Set<String> restrictedBy) {}

    public PreFilterOutcome runPreFilterPlugins(CycleState state, PodInfo pod) {
        List<NodeInfo> nodes = snapshot().nodes();
        Set<String> nodeNames = null;
        Set<String> restrictedBy = new TreeSet<>();
        Status status = Status.SUCCESS;
        for (PreFilterPlugin plugin : preFilter) {
            PreFilterPlugin.Result result = plugin.preFilter(state, pod, nodes);
            Status answer = result.status();
            switch (answer.code()) {
                case SUCCESS -> {}
                case SKIP -> {
                    state.skippedFilters().add(plugin.name());
                    continue;
                }
                case UNSCHEDULABLE_AND_UNRESOLVABLE -> {
                    return new PreFilterOutcome(answer.withPlugin(plugin.name()), null, Set.of());
                }
                case UNSCHEDULABLE -> {
                    status = answer.withPlugin(plugin.name());
                    continue;
                }
                default -> {
                    return new PreFilterOutcome(
                            failed("PreFilter plugin", plugin, answer).withPlugin(plugin.name()), null, Set.of());
                }
            }
            if (result.nodeNames() != null) {
                restrictedBy.add(plugin.name());
                nodeNames = intersect(nodeNames, result.nodeNames());
            }
            if (nodeNames != null && nodeNames.isEmpty()) {
                String message = restrictedBy.size() == 1
                        ? "node(s) didn't satisfy plugin "
                                + restrictedBy.iterator().next()
                        : "node(s) didn't satisfy plugin(s) " + goList(restrictedBy) + " simultaneously";
                return new PreFilterOutcome(Status.unresolvable(message), nodeNames, restrictedBy);
            }
        }
        return new PreFilterOutcome(status, nodeNames, restrictedBy);
    }

    private static Set<String> intersect(@Nullable Set<String> a, Set<String> b) {
        Set<String> result = new TreeSet<>(b);
        if (a != null) {
            result.retainAll(a);
        }
        return result;
    }

    /** A list in the notation of upstream's messages: {@code [a b]}. */
    public static String goList(Set<String> names) {
        return "[" + String.join(" ", new TreeSet<>(names)) + "]";
    }

    static Status failed(String what, Plugin plugin, Status answer) {
        String message = "running " + what + " \"" + plugin.name() + "\": " + answer.message();
        return answer.error() == null ? Status.error(message) : Status.error(message, answer.error());
    }

    /** The first rejection, or success. */
    public Status runFilterPlugins(CycleState state, PodInfo pod, NodeInfo node) {
        Set<String> skipped = state.skippedFilters();
        for (FilterPlugin plugin : filter) {
            if (!skipped.isEmpty() && skipped.contains(plugin.name())) {
                continue;
            }
            Status status = plugin.filter(state, pod, node);
            if (!status.isSuccess()) {
                if (status.isRejected()) {
                    return status.withPlugin(plugin.name());
                }
                return Status.error("running \"" + plugin.name() + "\" filter plugin: " + status.message())
                        .withPlugin(plugin.name());
            }
        }
        return Status.SUCCESS;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The node is tried twice where such pods exist: with them, since they may take the room, and without them, since
     * they may not come and must not be needed (affinity).
     */
    @Override
    public Status runFilterPluginsWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node) {
        List<PodInfo> nominated = nominator.nominatedPods(node.name());
        if (!nominated.isEmpty()) {
            CycleState stateWith = state.copy();
            NodeInfo nodeWith = node.copy();
            boolean added = false;
            for (PodInfo other : nominated) {
                if (other.priority() >= pod.priority() && !other.uid().equals(pod.uid())) {
                    nodeWith.addPod(other);
                    Status status = runPreFilterAddPod(stateWith, pod, other, nodeWith);
                    if (!status.isSuccess()) {
                        return Status.error(status.message());
                    }
                    added = true;
                }
            }
            if (added) {
                Status status = runFilterPlugins(stateWith, pod, nodeWith);
                if (!status.isSuccess()) {
                    return status;
                }
            }
        }
        return runFilterPlugins(state, pod, node);
    }

    @Override
    public Status runPreFilterAddPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node) {
        for (PreFilterPlugin plugin : preFilter) {
            if (!state.skippedFilters().contains(plugin.name())) {
                Status status = plugin.addPod(state, podToSchedule, added, node);
                if (!status.isSuccess()) {
                    return failed("AddPod on PreFilter plugin", plugin, status);
                }
            }
        }
        return Status.SUCCESS;
    }

    @Override
    public Status runPreFilterRemovePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node) {
        for (PreFilterPlugin plugin : preFilter) {
            if (!state.skippedFilters().contains(plugin.name())) {
                Status status = plugin.removePod(state, podToSchedule, removed, node);
                if (!status.isSuccess()) {
                    return failed("RemovePod on PreFilter plugin", plugin, status);
                }
            }
        }
        return Status.SUCCESS;
    }

    /** Asks each PostFilter plugin until one makes room. */
    public PostFilterPlugin.Result runPostFilterPlugins(CycleState state, PodInfo pod, NodeToStatus filtered) {
        Nomination nomination = null;
        List<String> reasons = new ArrayList<>();
        String rejector = "";
        for (PostFilterPlugin plugin : postFilter) {
            PostFilterPlugin.Result result = plugin.postFilter(state, pod, filtered);
            Status status = result.status();
            if (status.isSuccess()) {
                return result;
            }
            if (status.code() == Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE) {
                return new PostFilterPlugin.Result(status.withPlugin(plugin.name()), result.nomination());
            }
            if (!status.isRejected()) {
                return new PostFilterPlugin.Result(status.withPlugin(plugin.name()), null);
            }
            if (result.nomination() != null) {
                nomination = result.nomination();
            }
            reasons.addAll(status.reasons());
            rejector = rejector.isEmpty() ? plugin.name() : rejector;
        }
        return new PostFilterPlugin.Result(
                Status.of(Status.Code.UNSCHEDULABLE, reasons).withPlugin(rejector), nomination);
    }

    @Override
    public SharedLister snapshot() {
        return surroundings.snapshot();
    }

    @Override
    public Listers listers() {
        return surroundings.listers();
    }

    @Override
    public ApiCalls api() {
        return surroundings.api();
    }

    @Override
    public EventRecorder events() {
        return surroundings.events();
    }

    @Override
    public Clock clock() {
        return surroundings.clock();
    }

    @Override
    public RandomGenerator random() {
        return surroundings.random();
    }

    @Override
    public List<PodInfo> nominatedPods(String nodeName) {
        return nominator.nominatedPods(nodeName);
    }

    @Override
    public @Nullable WaitingPod waitingPod(String uid) {
        return surroundings.waitingPods().get(uid);
    }

    @Override
    public void activate(Pod pod) {
        activator.accept(pod);
    }

    @Override
    public void async(String name, Runnable work) {
        surroundings.background().run(name, work);
    }
}
