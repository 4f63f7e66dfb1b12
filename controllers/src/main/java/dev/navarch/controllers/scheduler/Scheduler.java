package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.api.KubernetesApi;
import dev.navarch.controllers.scheduler.cache.SchedulerCache;
import dev.navarch.controllers.scheduler.cache.Snapshot;
import dev.navarch.controllers.scheduler.config.Profile;
import dev.navarch.controllers.scheduler.config.SchedulerConfiguration;
import dev.navarch.controllers.scheduler.events.EventBroadcaster;
import dev.navarch.controllers.scheduler.framework.Background;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.Listers;
import dev.navarch.controllers.scheduler.framework.PreEnqueuePlugin;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import dev.navarch.controllers.scheduler.framework.WaitingPods;
import dev.navarch.controllers.scheduler.queue.QueueingHints;
import dev.navarch.controllers.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running scheduler. It waits for the API server as long as it takes, and survives its restarts; a restarted scheduler
 * finds everything again in the API server.
 */
public final class Scheduler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

    private static final String USER_AGENT = "kube-scheduler";
    private static final Duration FIRST_LIST_SEEN = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final ClusterInformers informers;
    private final EventBroadcaster broadcaster;
    private final Leadership leadership;
    private final ClusterEvents events;
    private final Core core;
    private final Thread loop;
    private volatile boolean closed;

    /** The parts that schedule, apart from where pods and nodes come from. */
    static final class Core {
        final SchedulerCache cache = new SchedulerCache();
        final Snapshot snapshot = new Snapshot();
        final WaitingPods waitingPods = new WaitingPods();
        final Map<String, Framework> profiles = new LinkedHashMap<>();
        final SchedulingQueue queue;
        final SchedulingLoop loop;

        /** @throws IllegalArgumentException when a profile asks for what does not exist */
        Core(
                SchedulerConfiguration configuration,
                Listers listers,
                ApiCalls api,
                Function<String, EventRecorder> recorders,
                Clock clock,
                RandomGenerator random,
                Background background) {
            Map<String, List<PreEnqueuePlugin>> preEnqueue = new HashMap<>();
            for (Profile profile : configuration.profiles()) {
                Framework framework = new Framework(
                        profile,
                        PluginRegistry.PLUGINS,
                        new Framework.Surroundings(
                                snapshot,
                                listers,
                                api,
                                recorders.apply(profile.schedulerName()),
                                waitingPods,
                                clock,
                                random,
                                background));
                profiles.put(profile.schedulerName(), framework);
                preEnqueue.put(profile.schedulerName(), framework.preEnqueuePlugins());
            }
            queue = new SchedulingQueue(new SchedulingQueue.Settings(
                    profiles.values().iterator().next().queueSort(),
                    preEnqueue,
                    new QueueingHints(profiles.values()),
                    configuration.podInitialBackoff(),
                    configuration.podMaxBackoff(),
                    clock,
                    listers.pods()));
            profiles.values().forEach(profile -> profile.connect(queue, queue::activate));
            FailureHandler failures = new FailureHandler(queue, listers.pods(), api, clock);
            loop = new SchedulingLoop(
                    profiles,
                    cache,
                    snapshot,
                    queue,
                    new NodeSelection(snapshot, configuration.percentageOfNodesToScore(), random),
                    new BindingCycle(cache, queue, api, failures, background),
                    failures);
        }
    }

    private Scheduler(SchedulerOptions options) {
        Config config =
                new ConfigBuilder(options.client()).withUserAgent(USER_AGENT).build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        informers = options.informers()
                .<ClusterInformers>map(factory -> factory.apply(client))
                .orElseGet(() -> new OwnInformers(client));
        ApiCalls api = new KubernetesApi(client);
        Clock clock = Clock.systemUTC();
        broadcaster = new EventBroadcaster(api, clock);
        core = new Core(
                options.configuration(),
                new InformerListers(informers),
                api,
                broadcaster::recorder,
                clock,
                RandomGenerator.getDefault(),
                Background.VIRTUAL_THREADS);
        events = new ClusterEvents(core.cache, core.queue, core.profiles.keySet(), core.waitingPods);
        events.listenTo(informers);
        leadership = Leadership.of(options.configuration().leaderElection(), client);
        loop = Thread.ofPlatform().name("scheduler-loop").daemon().unstarted(this::run);
    }

    /**
     * Starts a scheduler; returns before the API server has answered.
     *
     * @throws IllegalArgumentException when the configuration asks for what does not exist
     */
    public static Scheduler start(SchedulerOptions options) {
        Scheduler scheduler = new Scheduler(options);
        scheduler.informers.start();
        scheduler.loop.start();
        return scheduler;
    }

    private void run() {
        try {
            awaitInformers();
            while (!closed) {
                leadership.await();
                QueuedPodInfo pod = core.queue.take();
                if (pod == null) {
                    return;
                }
                if (leadership.isLeading()) {
                    core.loop.schedule(pod);
                } else {
                    core.queue.addUnschedulable(pod);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                log.atError().setCause(e).log("The scheduling loop ended");
            }
        }
    }

    /** Nodes and pods must be known before the first decision: a pod that is not known takes no room. */
    private void awaitInformers() throws InterruptedException {
        while (!closed && !haveSynced()) {
            Thread.sleep(50);
        }
        long pods = informers.pods().getStore().list().size();
        long nodes = informers.nodes().getStore().list().size();
        Instant end = Instant.now().plus(FIRST_LIST_SEEN);
        while (!closed && !events.hasSeen(pods, nodes) && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
        log.atInfo().addKeyValue("nodes", nodes).addKeyValue("pods", pods).log("Scheduler is ready");
    }

    private boolean haveSynced() {
        return informers.all().stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** What waits in the queue. */
    public SchedulingQueue.Pending pending() {
        return core.queue.pending();
    }

    /** Stops within a few seconds. Pods whose binding is under way may still be bound. */
    @Override
    public void close() {
        closed = true;
        core.queue.close();
        leadership.close();
        loop.interrupt();
        join(loop);
        informers.close();
        broadcaster.close();
        client.close();
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
