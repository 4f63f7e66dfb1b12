package dev.navarch.kubelet.container;

import dev.navarch.kubelet.object.ReferencedObjects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A container's environment: Services first, then envFrom, then env, the later winning. */
final class Environment {
    private final ReferencedObjects objects;
    private final Supplier<List<Service>> services;
    private final DownwardApi downward;

    Environment(ReferencedObjects objects, Supplier<List<Service>> services, DownwardApi downward) {
        this.objects = objects;
        this.services = services;
        this.downward = downward;
    }

    /** In the order in which the variables came to be. */
    Map<String, String> of(Pod pod, Container container, List<String> podIps, List<String> hostIps)
            throws ContainerConfigException {
        boolean links = !Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks());
        Map<String, String> serviceEnvironment =
                ServiceEnvironment.of(services.get(), pod.getMetadata().getNamespace(), links);
        Map<String, String> result = new LinkedHashMap<>();
        try {
            for (EnvFromSource source : container.getEnvFrom()) {
                result.putAll(from(pod, source));
            }
            for (EnvVar variable : container.getEnv()) {
                String value = value(pod, container, variable, podIps, hostIps, name -> {
                    String known = result.get(name);
                    return known == null ? serviceEnvironment.get(name) : known;
                });
                if (value != null) {
                    result.put(variable.getName(), value);
                }
            }
        } catch (KubernetesClientException e) {
            throw ContainerConfigException.config(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw ContainerConfigException.config(String.valueOf(e.getMessage()));
        }
        serviceEnvironment.forEach(result::putIfAbsent);
        return result;
    }

    private Map<String, String> from(Pod pod, EnvFromSource source) throws ContainerConfigException {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        Map<String, String> result = new LinkedHashMap<>();
        if (source.getConfigMapRef() != null) {
            boolean optional = Boolean.TRUE.equals(source.getConfigMapRef().getOptional());
            configMap(pod, source.getConfigMapRef().getName(), optional)
                    .map(ConfigMap::getData)
                    .ifPresent(data -> data.forEach((k, v) -> result.put(prefix + k, v)));
        }
        if (source.getSecretRef() != null) {
            boolean optional = Boolean.TRUE.equals(source.getSecretRef().getOptional());
            secret(pod, source.getSecretRef().getName(), optional)
                    .map(Secret::getData)
                    .ifPresent(data -> data.forEach((k, v) -> result.put(prefix + k, decode(v))));
        }
        return result;
    }

    private Optional<ConfigMap> configMap(Pod pod, String name, boolean optional) throws ContainerConfigException {
        Optional<ConfigMap> found = objects.configMap(pod, name);
        if (found.isEmpty() && !optional) {
            throw ContainerConfigException.config("configmap \"" + name + "\" not found");
        }
        return found;
    }

    private Optional<Secret> secret(Pod pod, String name, boolean optional) throws ContainerConfigException {
        Optional<Secret> found = objects.secret(pod, name);
        if (found.isEmpty() && !optional) {
            throw ContainerConfigException.config("secret \"" + name + "\" not found");
        }
        return found;
    }

    private static String decode(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private @Nullable String value(
            Pod pod,
            Container container,
            EnvVar variable,
            List<String> podIps,
            List<String> hostIps,
            java.util.function.Function<String, @Nullable String> known)
            throws ContainerConfigException {
        EnvVarSource source = variable.getValueFrom();
        if (variable.getValue() != null && !variable.getValue().isEmpty()) {
            return Expansion.expand(variable.getValue(), known);
        }
        if (source == null) {
            return "";
        }
        if (source.getFieldRef() != null) {
            return downward.field(pod, source.getFieldRef().getFieldPath(), podIps, hostIps);
        }
        if (source.getResourceFieldRef() != null) {
            return resource(pod, container, source.getResourceFieldRef());
        }
        if (source.getConfigMapKeyRef() != null) {
            return configMapKey(pod, source.getConfigMapKeyRef());
        }
        if (source.getSecretKeyRef() != null) {
            return secretKey(pod, source.getSecretKeyRef());
        }
        throw ContainerConfigException.config(
                "environment variable " + variable.getName() + " has a source that this kubelet does not know");
    }

    private String resource(Pod pod, Container container, ResourceFieldSelector selector) {
        String name = selector.getContainerName();
        Container about = name == null || name.isEmpty()
                ? container
                : java.util.stream.Stream.concat(
                                pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                        .filter(c -> c.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("container " + name + " not found"));
        return downward.resource(about, selector);
    }

    private @Nullable String configMapKey(Pod pod, ConfigMapKeySelector selector) throws ContainerConfigException {
        boolean optional = Boolean.TRUE.equals(selector.getOptional());
        Optional<ConfigMap> map = configMap(pod, selector.getName(), optional);
        String value =
                map.map(ConfigMap::getData).map(d -> d.get(selector.getKey())).orElse(null);
        if (value == null && !optional) {
            throw missingKey("ConfigMap", pod, selector.getKey(), selector.getName());
        }
        return value;
    }

    private @Nullable String secretKey(Pod pod, SecretKeySelector selector) throws ContainerConfigException {
        boolean optional = Boolean.TRUE.equals(selector.getOptional());
        Optional<Secret> secret = secret(pod, selector.getName(), optional);
        String value =
                secret.map(Secret::getData).map(d -> d.get(selector.getKey())).orElse(null);
        if (value == null && !optional) {
            throw missingKey("Secret", pod, selector.getKey(), selector.getName());
        }
        return value == null ? null : decode(value);
    }

    private static ContainerConfigException missingKey(String kind, Pod pod, String key, String name) {
        return ContainerConfigException.config("couldn't find key " + key + " in " + kind + " "
                + pod.getMetadata().getNamespace() + "/" + name);
    }
}
