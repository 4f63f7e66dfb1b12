package dev.navarch.crds;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.apiserver.LocalApiServer;
import dev.navarch.apiserver.StorageChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives the integration tests of other modules an API server: where {@code navarch.test.server} is set and {@code
 * navarch.test.kubeconfig} names no other, one in memory is started for the test run, and that property names it.
 */
public final class ServerOfTestRun implements LauncherSessionListener {

    private static final String KUBECONFIG = "navarch.test.kubeconfig";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("navarch.test.server") == null || System.getProperty(KUBECONFIG) != null) {
            return;
        }
        try {
            Path directory = Files.createTempDirectory("navarch-test-server");
            ApiServer server = LocalApiServer.start(0, directory, new StorageChoice.Memory());
            CustomResources resources = CustomResources.start(server);
            Thread close = new Thread(
                    () -> {
                        resources.close();
                        server.close();
                    },
                    "close-test-server");
            Runtime.getRuntime().addShutdownHook(close);
            server.ready().get(60, TimeUnit.SECONDS);
            System.setProperty(KUBECONFIG, directory.resolve("kubeconfig").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the API server of the tests is not ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
