package dev.navarch.kubelet.staticpod;

import dev.navarch.kubelet.object.PodFacts;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one mirror in the API for each static pod: makes it, makes it again when somebody deletes it, and removes it with
 * its pod. One virtual thread writes; it is woken by every change and looks again every ten seconds while any is missing.
 */
public final class MirrorPods implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MirrorPods.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Supplier<Optional<Node>> node;
    private final Consumer<String> appeared;
    private final Map<String, Pod> statics = new ConcurrentHashMap<>();
    private final Map<String, Pod> mirrors = new ConcurrentHashMap<>();
    private final Object signal = new Object();
    /** Guarded by {@code signal}. */
    private boolean dirty;

    private final Thread thread;

    /** Calls {@code appeared} with the uid of a static pod whose mirror is there, so that its status gets written. */
    public MirrorPods(KubernetesClient client, Supplier<Optional<Node>> node, Consumer<String> appeared) {
        this.client = client;
        this.node = node;
        this.appeared = appeared;
        this.thread = Thread.ofVirtual().name("mirror-pods").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    public void staticUpdated(Pod pod) {
        statics.put(key(pod), pod);
        wake();
    }

    public void staticRemoved(Pod pod) {
        statics.remove(key(pod), pod);
        wake();
    }

    public void mirrorUpdated(Pod mirror) {
        Pod before = mirrors.put(key(mirror), mirror);
        Pod pod = statics.get(key(mirror));
        boolean fresh = before == null
                || !before.getMetadata().getUid().equals(mirror.getMetadata().getUid());
        if (pod != null && fresh && matches(pod, mirror)) {
            appeared.accept(pod.getMetadata().getUid());
        }
        wake();
    }

    public void mirrorRemoved(Pod mirror) {
        mirrors.remove(key(mirror));
        wake();
    }

    /** Where the pod's status is written: itself, or the mirror of a static pod if there is one. */
    public @Nullable Pod apiObject(@Nullable Pod pod) {
        if (pod == null || !PodFacts.isStatic(pod)) {
            return pod;
        }
        Pod mirror = mirrors.get(key(pod));
        return mirror != null && matches(pod, mirror) ? mirror : null;
    }

    private static boolean matches(Pod pod, Pod mirror) {
        String hash = PodFacts.annotations(pod).get(PodFacts.CONFIG_HASH);
        return hash != null && hash.equals(PodFacts.annotations(mirror).get(PodFacts.CONFIG_MIRROR));
    }

    private void wake() {
        synchronized (signal) {
            dirty = true;
            signal.notifyAll();
        }
    }

    private void run() {
        try {
            while (true) {
                boolean again = !reconcile();
                synchronized (signal) {
                    long end = System.nanoTime() + RETRY.toNanos();
                    while (!dirty && (!again || System.nanoTime() < end)) {
                        signal.wait(again ? RETRY.toMillis() : 0);
                    }
                    dirty = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether everything is as it should be. */
    private boolean reconcile() {
        Set<String> names = new HashSet<>(statics.keySet());
        names.addAll(mirrors.keySet());
        boolean done = true;
        for (String name : names) {
            try {
                done &= reconcile(statics.get(name), mirrors.get(name));
            } catch (KubernetesClientException e) {
                log.atDebug().addKeyValue("pod", name).setCause(e).log("mirror pod not written");
                done = false;
            }
        }
        return done;
    }

    private boolean reconcile(@Nullable Pod pod, @Nullable Pod mirror) {
        if (mirror != null && (pod == null || !matches(pod, mirror) || PodFacts.isDeleted(mirror))) {
            delete(mirror);
            mirrors.remove(key(mirror), mirror);
            return reconcile(pod, null);
        }
        if (pod == null || mirror != null) {
            return true;
        }
        Optional<Node> self = node.get();
        if (self.isEmpty()) {
            return false;
        }
        client.resource(mirrorOf(pod, self.get())).create();
        return true;
    }

    private static Pod mirrorOf(Pod pod, Node node) {
        return new PodBuilder(pod)
                .editMetadata()
                .withUid(null)
                .withGeneration(null)
                .addToAnnotations(
                        PodFacts.CONFIG_MIRROR, PodFacts.annotations(pod).get(PodFacts.CONFIG_HASH))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node.getMetadata().getName())
                .withUid(node.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    private void delete(Pod mirror) {
        String path = "/api/v1/namespaces/" + mirror.getMetadata().getNamespace() + "/pods/"
                + mirror.getMetadata().getName();
        try {
            client.raw(
                    path,
                    "DELETE",
                    new DeleteOptionsBuilder()
                            .withGracePeriodSeconds(0L)
                            .withNewPreconditions()
                            .withUid(mirror.getMetadata().getUid())
                            .endPreconditions()
                            .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
