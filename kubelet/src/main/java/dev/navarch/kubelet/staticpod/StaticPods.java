package dev.navarch.kubelet.staticpod;

import dev.navarch.kubelet.object.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory of manifests, YAML or JSON, one pod each. A changed manifest is another pod: the old one goes, the
 * new one comes. The directory is read when the system tells of a change and every 20 seconds besides.
 */
public final class StaticPods implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StaticPods.class);
    private static final long READ_SECONDS = 20;
    private static final long SETTLE_MILLIS = 100;

    private final Path directory;
    private final String nodeName;
    private final Consumer<Pod> updated;
    private final Consumer<Pod> removed;
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final Thread thread;
    /** By uid; of the watching thread. */
    private Map<String, Pod> known = Map.of();

    private volatile boolean read;

    /** Tells of each pod that comes, and of each that goes. */
    public StaticPods(Path directory, String nodeName, Consumer<Pod> updated, Consumer<Pod> removed) {
        this.directory = directory;
        this.nodeName = nodeName;
        this.updated = updated;
        this.removed = removed;
        this.thread = Thread.ofVirtual().name("static-pods").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether the directory has been read once. */
    public boolean known() {
        return read;
    }

    private void run() {
        try (WatchService watcher = directory.getFileSystem().newWatchService()) {
            WatchKey key = null;
            while (true) {
                if (key == null && Files.isDirectory(directory)) {
                    key = directory.register(
                            watcher,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
                }
                reconcile();
                WatchKey signalled = watcher.poll(READ_SECONDS, TimeUnit.SECONDS);
                if (signalled != null) {
                    // A file is often written in several steps.
                    Thread.sleep(SETTLE_MILLIS);
                    signalled.pollEvents();
                    if (!signalled.reset()) {
                        key = null;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.atError().addKeyValue("directory", directory).setCause(e).log("static pods are not watched any more");
        }
    }

    private void reconcile() {
        Map<String, Pod> now = new HashMap<>();
        for (Path file : manifests()) {
            try {
                Pod pod = pod(file, Files.readString(file));
                now.put(pod.getMetadata().getUid(), pod);
            } catch (IOException | RuntimeException e) {
                log.atError().addKeyValue("file", file).setCause(e).log("not a pod manifest");
            }
        }
        known.forEach((uid, pod) -> {
            if (!now.containsKey(uid)) {
                removed.accept(pod);
            }
        });
        now.forEach((uid, pod) -> {
            if (!known.containsKey(uid)) {
                updated.accept(pod);
            }
        });
        Map<String, Pod> merged = new HashMap<>(now);
        merged.replaceAll((uid, pod) -> known.getOrDefault(uid, pod));
        known = merged;
        read = true;
    }

    private List<Path> manifests() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getFileName().toString().matches("[^.].*\\.(ya?ml|json|manifest)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pod pod(Path file, String text) {
        Pod manifest = serialization.unmarshal(text, Pod.class);
        String hash = hash(nodeName + "\0" + file + "\0" + text);
        String uid = manifest.getMetadata().getUid();
        return new PodBuilder(manifest)
                .editMetadata()
                .withName(manifest.getMetadata().getName() + "-" + nodeName)
                .withNamespace(
                        manifest.getMetadata().getNamespace() == null
                                ? "default"
                                : manifest.getMetadata().getNamespace())
                .withUid(uid == null || uid.isEmpty() ? hash : uid)
                .withGeneration(1L)
                .addToAnnotations(PodFacts.CONFIG_HASH, hash)
                .addToAnnotations(PodFacts.CONFIG_SOURCE, "file")
                .addToAnnotations(PodFacts.CONFIG_SEEN, Instant.now().toString())
                .endMetadata()
                .editSpec()
                .withNodeName(nodeName)
                .addToTolerations(new TolerationBuilder()
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .build())
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
