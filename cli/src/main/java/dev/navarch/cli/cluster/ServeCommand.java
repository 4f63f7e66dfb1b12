package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code navarch serve}: the process behind {@code up}; serves the cluster of a directory until it is told to stop. */
@Command(name = "serve", hidden = true, description = "Serve the cluster of a data directory.")
public final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--data-dir", required = true)
    private @Nullable Path dataDir;

    private @Nullable ClusterDirectory directory;
    private @Nullable StartSteps steps;

    ServeCommand() {}

    ServeCommand(ClusterDirectory directory, StartSteps steps) {
        this.directory = directory;
        this.steps = steps;
    }

    /** For the command line parser. */
    public static ServeCommand create() {
        return new ServeCommand();
    }

    @Override
    public Integer call() {
        ClusterDirectory served = ClusterDirectory.of("", dataDir);
        directory = served;
        StepFile file = new StepFile(served.steps());
        steps = file;
        try {
            return serve(file::ready);
        } catch (CommandException e) {
            log.error("the start failed", e);
            file.failed(String.valueOf(e.getMessage()));
            return 1;
        } catch (RuntimeException e) {
            log.error("the start failed", e);
            file.failed("the start failed: " + e.getMessage() + " (see " + served.log() + ")");
            return 1;
        }
    }

    /** Starts everything, calls {@code ready}, and returns 0 once the process has been told to stop. */
    int serve(Runnable ready) {
        ClusterDirectory served = java.util.Objects.requireNonNull(directory);
        ClusterSettings settings =
                served.settings().orElseThrow(() -> new CommandException("there is no cluster in " + served.path()));
        AutoCloseable lock = served.tryLock()
                .orElseThrow(() -> new CommandException(
                        "cluster \"" + settings.name() + "\" is being served by another process already"));
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.countDown();
                    await(stopped);
                },
                "navarch-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (lock) {
            served.writePid(ProcessHandle.current().pid());
            try (AllInOne _ = AllInOne.start(served, settings, java.util.Objects.requireNonNull(steps))) {
                log.info("serving cluster {} at {}", settings.name(), settings.serverUrl());
                ready.run();
                stop.await();
                log.info("stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandException("cannot release the lock of " + served.path(), e);
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(25, java.util.concurrent.TimeUnit.SECONDS)) {
                log.warn("the components did not stop within 25 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
