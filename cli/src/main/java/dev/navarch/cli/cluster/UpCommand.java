package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterSettings.RuntimeKind;
import dev.navarch.cli.cluster.ClusterSettings.StorageKind;
import dev.navarch.cli.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code navarch up}: makes or brings back a cluster and returns when its node is Ready. */
@Command(name = "up", description = "Start a cluster and merge its context into the kubeconfig.")
public final class UpCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 6443;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    @Option(names = "--name", defaultValue = "navarch", description = "The cluster's name (default: navarch).")
    private String name = "navarch";

    @Option(names = "--storage", description = "Where objects are kept: ${COMPLETION-CANDIDATES} (default: embedded).")
    private @Nullable StorageKind storage;

    @Option(names = "--etcd-servers", split = ",", description = "The endpoints, with --storage etcd.")
    private List<String> etcdServers = List.of();

    @Option(
            names = "--runtime",
            description = "What runs containers: ${COMPLETION-CANDIDATES} (default: docker where it answers).")
    private @Nullable RuntimeKind runtime;

    @Option(names = "--api-only", description = "Only the API server: no controllers, no node.")
    private boolean apiOnly;

    @Option(names = "--port", description = "The API server's port (default: 6443).")
    private @Nullable Integer port;

    @Option(names = "--data-dir", description = "The cluster's directory.")
    private @Nullable Path dataDir;

    @Option(names = "--foreground", description = "Serve in this process until it is interrupted.")
    private boolean foreground;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        long started = System.nanoTime();
        ClusterDirectory directory = ClusterDirectory.of(name, dataDir);
        Optional<ClusterSettings> existing = directory.settings();
        if (existing.isPresent() && directory.isRunning()) {
            ClusterSettings settings = existing.get();
            Kubeconfig.ofUser(settings.contextName())
                    .merge(AllInOne.credentials(directory, settings).admin(settings.contextName()));
            out.println("cluster \"" + settings.name() + "\" is already running at " + settings.serverUrl());
            return 0;
        }
        ClusterSettings settings = settings(directory, existing);
        requireFreePort(settings.port());
        if (!settings.apiOnly() && settings.runtime() == RuntimeKind.docker) {
            new NodePrerequisites(out).requireDocker();
        }
        directory.create(settings);
        if (foreground) {
            return new ServeCommand(directory, new PrintedSteps(out))
                    .serve(() -> announce(directory, settings, started));
        }
        startInBackground(directory);
        announce(directory, settings, started);
        return 0;
    }

    private ClusterSettings settings(ClusterDirectory directory, Optional<ClusterSettings> existing) {
        StorageKind kind = Optional.ofNullable(storage)
                .or(() -> existing.map(ClusterSettings::storage))
                .orElse(etcdServers.isEmpty() ? StorageKind.embedded : StorageKind.etcd);
        if (existing.isPresent() && existing.get().storage() != kind) {
            throw new CommandException("cluster \"" + name + "\" keeps its objects in "
                    + existing.get().storage() + " storage; delete it first to use another (navarch delete --name "
                    + name + ")");
        }
        List<String> servers = etcdServers.isEmpty()
                ? existing.map(ClusterSettings::etcdServers).orElse(List.of())
                : etcdServers;
        int chosenPort = Optional.ofNullable(port)
                .or(() -> existing.map(ClusterSettings::port))
                .orElse(DEFAULT_PORT);
        boolean only = apiOnly || existing.map(ClusterSettings::apiOnly).orElse(false);
        try {
            return new ClusterSettings(
                    name,
                    chosenPort,
                    kind,
                    servers,
                    runtimeKind(existing, only),
                    only,
                    existing.map(ClusterSettings::slot).orElseGet(() -> FreeSlot.find(directory.path())));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private RuntimeKind runtimeKind(Optional<ClusterSettings> existing, boolean only) {
        if (runtime != null) {
            return runtime;
        }
        if (existing.isPresent()) {
            return existing.get().runtime();
        }
        return only ? RuntimeKind.simulated : new NodePrerequisites(out).choose();
    }

    private static void requireFreePort(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CommandException("port " + port + " is in use; choose another with --port", e);
        }
    }

    private void startInBackground(ClusterDirectory directory) {
        StepFile steps = new StepFile(directory.steps());
        steps.clear();
        Process process = BackgroundProcess.start(directory);
        PrintedSteps printed = new PrintedSteps(out);
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        int shown = 0;
        while (true) {
            boolean alive = process.isAlive();
            StepFile.Progress progress = steps.read();
            for (; shown < progress.steps().size(); shown++) {
                StepFile.Step step = progress.steps().get(shown);
                printed.done(step.name(), step.took());
            }
            if (!progress.failure().isEmpty()) {
                throw new CommandException(progress.failure());
            }
            if (progress.isReady()) {
                return;
            }
            if (!alive) {
                throw new CommandException("the cluster's process ended early; see " + directory.log());
            }
            if (System.nanoTime() > deadline) {
                process.destroy();
                throw new CommandException(
                        "the cluster is not ready after " + START_TIMEOUT.toSeconds() + " s; see " + directory.log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private void announce(ClusterDirectory directory, ClusterSettings settings, long started) {
        Kubeconfig kubeconfig = Kubeconfig.ofUser(settings.contextName());
        kubeconfig.merge(AllInOne.credentials(directory, settings).admin(settings.contextName()));
        out.printf(
                Locale.ROOT,
                "cluster \"%s\" is up at %s after %.1f s; context \"%s\" is current in %s%n",
                settings.name(),
                settings.serverUrl(),
                (System.nanoTime() - started) / 1e9,
                settings.contextName(),
                kubeconfig.file());
        out.println("try: kubectl get " + (settings.apiOnly() ? "namespaces" : "nodes,pods -A"));
        out.flush();
    }
}
