package dev.navarch.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster of a test's own, started with the launcher: own name, port, data directory and kubeconfig. */
final class Cluster implements AutoCloseable {

    /** The checkout that is tested. */
    static final Path HOME = home();

    private final String name;
    private final int port;
    private final Path directory;
    private final Shell shell;

    private Cluster(String name, int port, Path directory, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.directory = directory;
        Map<String, String> all = new HashMap<>(environment);
        all.put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        all.put("NAVARCH_DATA_HOME", directory.resolve("clusters").toString());
        all.put("NAVARCH_NO_BUILD", "1");
        this.shell = new Shell(directory, all);
    }

    /** A cluster that is not started yet; it will have a free port. */
    static Cluster named(String name) {
        return named(name, Map.of());
    }

    /** The same, with further environment variables. */
    static Cluster named(String name, Map<String, String> environment) {
        try {
            Path directory = Files.createTempDirectory("navarch-e2e-" + name);
            return new Cluster(name, freePort(), directory, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shell shell() {
        return shell;
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    Path dataDirectory() {
        return directory.resolve("clusters").resolve(name);
    }

    int port() {
        return port;
    }

    /** Runs the launcher. */
    Shell.Result navarch(String... arguments) {
        Kubectl.assume();
        return launch(arguments);
    }

    private Shell.Result launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("navarch").toString()));
        command.addAll(Arrays.asList(arguments));
        return shell.run("", Shell.TIMEOUT, command);
    }

    String up(String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--name", name, "--port", String.valueOf(port)));
        arguments.addAll(Arrays.asList(more));
        return navarch(arguments.toArray(String[]::new)).succeeded();
    }

    /** Kills the process that serves the cluster, as a crash would. */
    void kill() {
        long pid = pid();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        Eventually.holds("the process " + pid + " is gone", () -> !process.isAlive());
    }

    long pid() {
        try {
            return Long.parseLong(
                    Files.readString(dataDirectory().resolve("pid")).trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the default kubectl. */
    Shell.Result kubectl(String... arguments) {
        return kubectl(Kubectl.DEFAULT, "", arguments);
    }

    Shell.Result kubectl(Path binary, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(Arrays.asList(arguments));
        return shell.run(input, Shell.TIMEOUT, command);
    }

    /** Starts a command against this cluster that goes on until it is closed. */
    Running start(String... command) {
        return Running.start(shell, List.of(command));
    }

    /** Applies a manifest given as text. */
    void apply(String manifest) {
        kubectl(Kubectl.DEFAULT, manifest, "apply", "-f", "-").succeeded();
    }

    KubernetesClient client() {
        Config config = Config.fromKubeconfig(kubeconfig().toFile());
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public void close() {
        launch("delete", "--name", name);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on now, and that is not one of those the system gives to outgoing connections. */
    static int freePort() {
        List<Integer> ports =
                new ArrayList<>(IntStream.range(21400, 21500).boxed().toList());
        Collections.shuffle(ports);
        for (int port : ports) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // somebody has this one: the next
            }
        }
        throw new IllegalStateException("no port from 21400 to 21499 is free");
    }

    private static Path home() {
        Path candidate = Path.of("").toAbsolutePath();
        while (candidate != null && !Files.exists(candidate.resolve("navarch"))) {
            candidate = candidate.getParent();
        }
        if (candidate == null) {
            throw new IllegalStateException("the launcher was not found above the working directory");
        }
        return candidate;
    }
}
