package dev.navarch.kubelet.volume;

import dev.navarch.kubelet.container.DownwardApi;
import dev.navarch.kubelet.object.ReferencedObjects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the contents of configMap, secret and downwardAPI sources, alone or in a projected volume. */
final class ApiData {
    private final ReferencedObjects objects;
    private final DownwardApi downward;

    ApiData(ReferencedObjects objects, DownwardApi downward) {
        this.objects = objects;
        this.downward = downward;
    }

    void configMap(
            Pod pod,
            String name,
            List<KeyToPath> items,
            boolean optional,
            @Nullable Integer defaultMode,
            Payload payload)
            throws VolumeException {
        Optional<ConfigMap> map = read(() -> objects.configMap(pod, name));
        if (map.isEmpty() && !optional) {
            throw new VolumeException("configmap \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new TreeMap<>();
        map.ifPresent(m -> {
            if (m.getData() != null) {
                m.getData().forEach((k, v) -> data.put(k, v.getBytes(StandardCharsets.UTF_8)));
            }
            if (m.getBinaryData() != null) {
                m.getBinaryData()
                        .forEach((k, v) -> data.put(k, Base64.getMimeDecoder().decode(v)));
            }
        });
        choose(data, items, optional, defaultMode, "configmap references non-existent config key: ", payload);
    }

    void secret(
            Pod pod,
            String name,
            List<KeyToPath> items,
            boolean optional,
            @Nullable Integer defaultMode,
            Payload payload)
            throws VolumeException {
        Optional<Secret> secret = read(() -> objects.secret(pod, name));
        if (secret.isEmpty() && !optional) {
            throw new VolumeException("secret \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new TreeMap<>();
        secret.map(Secret::getData)
                .ifPresent(d ->
                        d.forEach((k, v) -> data.put(k, Base64.getMimeDecoder().decode(v))));
        choose(data, items, optional, defaultMode, "references non-existent secret key: ", payload);
    }

    @FunctionalInterface
    private interface Read<T> {
        Optional<T> read();
    }

    private static <T> Optional<T> read(Read<T> read) throws VolumeException {
        try {
            return read.read();
        } catch (KubernetesClientException e) {
            throw new VolumeException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void choose(
            Map<String, byte[]> data,
            List<KeyToPath> items,
            boolean optional,
            @Nullable Integer defaultMode,
            String complaint,
            Payload payload)
            throws VolumeException {
        if (items.isEmpty()) {
            for (Map.Entry<String, byte[]> entry : data.entrySet()) {
                payload.put(entry.getKey(), entry.getValue(), Payload.mode(null, defaultMode));
            }
        }
        for (KeyToPath item : items) {
            byte[] content = data.get(item.getKey());
            if (content != null) {
                payload.put(item.getPath(), content, Payload.mode(item.getMode(), defaultMode));
            } else if (!optional) {
                throw new VolumeException(complaint + item.getKey());
            }
        }
    }

    void downwardApi(
            VolumeSetup.Context context,
            List<DownwardAPIVolumeFile> items,
            @Nullable Integer defaultMode,
            Payload payload)
            throws VolumeException {
        for (DownwardAPIVolumeFile item : items) {
            String text = value(context, item);
            payload.put(
                    item.getPath(), text.getBytes(StandardCharsets.UTF_8), Payload.mode(item.getMode(), defaultMode));
        }
    }

    private String value(VolumeSetup.Context context, DownwardAPIVolumeFile item) throws VolumeException {
        Pod pod = context.pod();
        try {
            if (item.getFieldRef() != null) {
                return downward.field(pod, item.getFieldRef().getFieldPath(), context.podIps(), context.hostIps());
            }
            String name = item.getResourceFieldRef().getContainerName();
            Container container = java.util.stream.Stream.concat(
                            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                    .filter(c -> c.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("container " + name + " not found"));
            return downward.resource(container, item.getResourceFieldRef());
        } catch (IllegalArgumentException e) {
            throw new VolumeException(String.valueOf(e.getMessage()), e);
        }
    }
}
