package dev.navarch.kubelet.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.runtime.RegistryAuth;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry credentials that a pod's imagePullSecrets hold, the most specific registry path first. */
final class PullSecrets {
    private static final Logger log = LoggerFactory.getLogger(PullSecrets.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReferencedObjects objects;
    private final EventRecorder events;

    PullSecrets(ReferencedObjects objects, EventRecorder events) {
        this.objects = objects;
        this.events = events;
    }

    List<RegistryAuth> matching(Pod pod, String image) {
        String host = registryPath(image);
        List<RegistryAuth> matching = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (LocalObjectReference reference : pod.getSpec().getImagePullSecrets()) {
            Optional<Secret> secret = secret(pod, reference.getName());
            if (secret.isEmpty()) {
                missing.add(reference.getName());
            }
            secret.ifPresent(s -> read(s).stream()
                    .filter(auth -> matches(host, auth.registry()))
                    .forEach(matching::add));
        }
        if (!missing.isEmpty()) {
            events.warning(
                    EventRecorder.about(pod),
                    "FailedToRetrieveImagePullSecret",
                    "Unable to retrieve some image pull secrets (" + String.join(", ", missing)
                            + "); attempting to pull the image may not succeed.");
        }
        matching.sort(Comparator.comparingInt((RegistryAuth a) -> a.registry().length())
                .reversed());
        return matching;
    }

    private Optional<Secret> secret(Pod pod, String name) {
        try {
            return objects.secret(pod, name);
        } catch (KubernetesClientException e) {
            log.atWarn().addKeyValue("secret", name).log("pull secret not readable");
            return Optional.empty();
        }
    }

    private static List<RegistryAuth> read(Secret secret) {
        Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
        List<RegistryAuth> auths = new ArrayList<>();
        try {
            if (data.containsKey(".dockerconfigjson")) {
                JsonNode config = JSON.readTree(Base64.getMimeDecoder().decode(data.get(".dockerconfigjson")));
                config.path("auths").properties().forEach(e -> auths.add(auth(e.getKey(), e.getValue())));
            } else if (data.containsKey(".dockercfg")) {
                JsonNode config = JSON.readTree(Base64.getMimeDecoder().decode(data.get(".dockercfg")));
                config.properties().forEach(e -> auths.add(auth(e.getKey(), e.getValue())));
            }
        } catch (JsonProcessingException e) {
            log.atWarn().addKeyValue("secret", secret.getMetadata().getName()).log("pull secret is not JSON");
        } catch (java.io.IOException | IllegalArgumentException e) {
            log.atWarn().addKeyValue("secret", secret.getMetadata().getName()).log("pull secret is malformed");
        }
        return auths;
    }

    private static RegistryAuth auth(String registry, JsonNode entry) {
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        String both = entry.path("auth").asText("");
        if (!both.isEmpty()) {
            String text = new String(Base64.getMimeDecoder().decode(both), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            user = colon < 0 ? text : text.substring(0, colon);
            password = colon < 0 ? "" : text.substring(colon + 1);
        }
        return new RegistryAuth(
                registry, user, password, entry.path("identitytoken").asText(""));
    }

    /** {@code docker.io/library/busybox} for {@code busybox:1}. */
    static String registryPath(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        String path = hasHost ? name : "docker.io/" + (slash < 0 ? "library/" : "") + name;
        int tag = path.lastIndexOf(':');
        return tag > path.lastIndexOf('/') ? path.substring(0, tag) : path;
    }

    static boolean matches(String path, String registry) {
        String wanted = registry.replaceFirst("^https?://", "")
                .replaceFirst("/(v1|v2)/?$", "")
                .replaceFirst("/$", "");
        if (wanted.equals("index.docker.io")) {
            wanted = "docker.io";
        }
        if (wanted.startsWith("*.")) {
            int dot = path.indexOf('.');
            return dot >= 0 && path.substring(dot + 1).startsWith(wanted.substring(2));
        }
        return path.equals(wanted) || path.startsWith(wanted + "/");
    }
}
