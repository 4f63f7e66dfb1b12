package dev.navarch.kubelet.object;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ConfigMaps and Secrets, each watched from its first reading for a pod until the last pod that read it is forgotten.
 * Readings are from the watch, so they cost nothing; a change is told to the pods concerned.
 */
public final class ReferencedObjects implements AutoCloseable {
    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Map<Key, Watched<?>> watched = new HashMap<>();
    /** Guards {@code watched} and the users in it. */
    private final ReentrantLock lock = new ReentrantLock();

    private record Key(String kind, String namespace, String name) {}

    private static final class Watched<T extends HasMetadata> {
        final Set<String> users = new HashSet<>();

        @Nullable
        SharedIndexInformer<T> informer;
    }

    /**
     * Watches nothing yet.
     *
     * @param changed called with the uid of each pod whose object has changed, from an informer's thread
     */
    public ReferencedObjects(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /**
     * Reads one for a pod.
     *
     * @throws KubernetesClientException when the API server does not answer or refuses
     */
    public Optional<ConfigMap> configMap(Pod pod, String name) {
        String namespace = pod.getMetadata().getNamespace();
        Key key = new Key("ConfigMap", namespace, name);
        return read(pod, key, client.configMaps().inNamespace(namespace).withName(name));
    }

    /**
     * Reads one for a pod.
     *
     * @throws KubernetesClientException when the API server does not answer or refuses
     */
    public Optional<Secret> secret(Pod pod, String name) {
        String namespace = pod.getMetadata().getNamespace();
        Key key = new Key("Secret", namespace, name);
        return read(pod, key, client.secrets().inNamespace(namespace).withName(name));
    }

    private <T extends HasMetadata> Optional<T> read(Pod pod, Key key, Resource<T> resource) {
        SharedIndexInformer<T> informer = informer(pod.getMetadata().getUid(), key);
        if (informer != null && informer.hasSynced() && informer.isWatching()) {
            return informer.getStore().list().stream().findFirst();
        }
        Optional<T> found = Optional.ofNullable(resource.get());
        if (informer == null) {
            watch(key, resource);
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> @Nullable SharedIndexInformer<T> informer(String podUid, Key key) {
        lock.lock();
        try {
            Watched<T> entry = (Watched<T>) watched.computeIfAbsent(key, k -> new Watched<T>());
            entry.users.add(podUid);
            return entry.informer;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> void watch(Key key, Resource<T> resource) {
        lock.lock();
        try {
            Watched<T> entry = (Watched<T>) watched.get(key);
            if (entry == null || entry.informer != null) {
                return;
            }
            SharedIndexInformer<T> informer = resource.runnableInformer(0);
            informer.addEventHandler(new Changes<>(key));
            informer.exceptionHandler((started, e) -> true);
            informer.start();
            entry.informer = informer;
        } finally {
            lock.unlock();
        }
    }

    private final class Changes<T extends HasMetadata> implements ResourceEventHandler<T> {
        private final Key key;

        Changes(Key key) {
            this.key = key;
        }

        @Override
        public void onAdd(T object) {
            tell();
        }

        @Override
        public void onUpdate(T before, T after) {
            tell();
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            tell();
        }

        private void tell() {
            Set<String> users;
            lock.lock();
            try {
                Watched<?> entry = watched.get(key);
                users = entry == null ? Set.of() : Set.copyOf(entry.users);
            } finally {
                lock.unlock();
            }
            users.forEach(changed);
        }
    }

    /** The pod reads no more. */
    public void forget(String podUid) {
        lock.lock();
        try {
            watched.values().removeIf(entry -> {
                if (entry.users.remove(podUid) && entry.users.isEmpty()) {
                    if (entry.informer != null) {
                        entry.informer.stop();
                    }
                    return true;
                }
                return false;
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            watched.values().forEach(entry -> {
                if (entry.informer != null) {
                    entry.informer.stop();
                }
            });
            watched.clear();
        } finally {
            lock.unlock();
        }
    }
}
