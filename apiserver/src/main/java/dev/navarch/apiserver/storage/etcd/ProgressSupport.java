package dev.navarch.apiserver.storage.etcd;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a progress notification that was asked for can be believed: before 3.4.31 and 3.5.13, etcd sent it past events
 * that were still on their way. Known once every endpoint has said its version, which a thread of its own asks until all
 * have; until then it is not believed.
 */
final class ProgressSupport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProgressSupport.class);
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final EtcdOptions options;
    private final Thread thread;
    private volatile boolean reliable;

    ProgressSupport(EtcdOptions options) {
        this.options = options;
        this.thread = Thread.ofVirtual().name("etcd-version").start(this::askAll);
    }

    boolean isReliable() {
        return reliable;
    }

    private void askAll() {
        try {
            for (URI endpoint : options.endpoints()) {
                String version = ask(endpoint);
                if (!isReliable(version)) {
                    log.info(
                            "etcd {} at {} cannot tell progress on request: consistent lists are read from it",
                            version,
                            endpoint);
                    return;
                }
            }
            reliable = true;
        } catch (InterruptedException e) {
            // closing
        }
    }

    private String ask(URI endpoint) throws InterruptedException {
        while (true) {
            try (var channel = new EtcdChannel(options.withEndpoint(endpoint))) {
                return MaintenanceGrpc.newBlockingStub(channel.grpc())
                        .withWaitForReady()
                        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .status(StatusRequest.getDefaultInstance())
                        .getVersion();
            } catch (StatusRuntimeException | StorageUnavailable e) {
                log.debug("etcd at {} does not say its version: {}", endpoint, e.getMessage());
            }
            Thread.sleep(PAUSE);
        }
    }

    static boolean isReliable(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        int patch = Integer.parseInt(parts.group(3));
        if (major != 3) {
            return major > 3;
        }
        return switch (minor) {
            case 0, 1, 2, 3 -> false;
            case 4 -> patch >= 31;
            case 5 -> patch >= 13;
            default -> true;
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
