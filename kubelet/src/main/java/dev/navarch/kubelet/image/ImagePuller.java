package dev.navarch.kubelet.image;

import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.retry.Backoff;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ImageStatus;
import dev.navarch.kubelet.runtime.RegistryAuth;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Makes sure that a container's image is present, by its pull policy. */
public final class ImagePuller {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LAST_BACKOFF = Duration.ofMinutes(5);

    private final ContainerRuntime runtime;
    private final EventRecorder events;
    private final PullSecrets secrets;
    private final Backoff backoff = new Backoff(FIRST_BACKOFF, LAST_BACKOFF, Clock.systemUTC());
    private final Map<String, ReentrantLock> pulls = new ConcurrentHashMap<>();
    private final Map<String, String> lastErrors = new ConcurrentHashMap<>();

    public ImagePuller(ContainerRuntime runtime, EventRecorder events, ReferencedObjects objects) {
        this.runtime = runtime;
        this.events = events;
        this.secrets = new PullSecrets(objects, events);
    }

    public ImageStatus ensure(Pod pod, Container container) throws ImagePullException {
        ObjectReference about = EventRecorder.about(pod, PodFacts.fieldPath(pod, container.getName()));
        String image = container.getImage() == null ? "" : container.getImage();
        if (image.isEmpty() || image.chars().anyMatch(Character::isWhitespace)) {
            String message = "Failed to apply default image tag \"" + image + "\": couldn't parse image name \"" + image
                    + "\": invalid reference format";
            events.warning(about, "InspectFailed", message);
            throw new ImagePullException("InvalidImageName", message);
        }
        String policy = policy(container, image);
        Optional<ImageStatus> present = present(about, image);
        if (policy.equals("Never") || (policy.equals("IfNotPresent") && present.isPresent())) {
            return present.map(found -> alreadyPresent(about, image, found)).orElseThrow(() -> never(about, image));
        }
        return pull(pod, about, image);
    }

    private static String policy(Container container, String image) {
        if (container.getImagePullPolicy() != null) {
            return container.getImagePullPolicy();
        }
        boolean latest =
                image.endsWith(":latest") || (!image.contains("@") && image.lastIndexOf(':') <= image.lastIndexOf('/'));
        return latest ? "Always" : "IfNotPresent";
    }

    private Optional<ImageStatus> present(ObjectReference about, String image) throws ImagePullException {
        try {
            return runtime.image(image);
        } catch (ContainerRuntimeException e) {
            boolean invalid = String.valueOf(e.getMessage()).contains("invalid reference format");
            String message = "Failed to inspect image \"" + image + "\": " + e.getMessage();
            events.warning(about, "InspectFailed", message);
            throw new ImagePullException(invalid ? "InvalidImageName" : "ImageInspectError", message);
        }
    }

    private ImageStatus alreadyPresent(ObjectReference about, String image, ImageStatus found) {
        events.normal(
                about,
                "Pulled",
                "Container image \"" + image + "\" already present on machine and can be accessed by the pod");
        return found;
    }

    private ImagePullException never(ObjectReference about, String image) {
        String message = "Container image \"" + image + "\" is not present with pull policy of Never";
        events.warning(about, "ErrImageNeverPull", message);
        return new ImagePullException("ErrImageNeverPull", message);
    }

    private ImageStatus pull(Pod pod, ObjectReference about, String image) throws ImagePullException {
        String key = pod.getMetadata().getUid() + "/" + image;
        if (backoff.inBackoffSince(key, failedAt(key)).isPresent()) {
            String message = "Back-off pulling image \"" + image + "\"";
            events.normal(about, "BackOff", message);
            String last = lastErrors.get(key);
            throw new ImagePullException(
                    "ImagePullBackOff", last == null ? message : message + ": ErrImagePull: " + last);
        }
        Instant asked = Instant.now();
        ReentrantLock lock = pulls.computeIfAbsent(image, i -> new ReentrantLock());
        lock.lock();
        try {
            events.normal(about, "Pulling", "Pulling image \"" + image + "\"");
            Instant started = Instant.now();
            ImageStatus pulled = pullWithCredentials(image, secrets.matching(pod, image));
            events.normal(
                    about,
                    "Pulled",
                    "Successfully pulled image \"" + image + "\" in "
                            + seconds(started) + " (" + seconds(asked) + " including waiting). Image size: "
                            + pulled.sizeBytes() + " bytes.");
            backoff.forget(key);
            return pulled;
        } catch (ContainerRuntimeException e) {
            throw failed(about, image, key, e);
        } finally {
            lock.unlock();
        }
    }

    private final Map<String, Instant> failures = new ConcurrentHashMap<>();

    private Instant failedAt(String key) {
        return failures.getOrDefault(key, Instant.EPOCH);
    }

    private ImagePullException failed(
            ObjectReference about, String image, String key, ContainerRuntimeException cause) {
        String message = "Failed to pull image \"" + image + "\": " + cause.getMessage();
        events.warning(about, "Failed", message);
        failures.put(key, Instant.now());
        lastErrors.put(key, String.valueOf(cause.getMessage()));
        backoff.next(key, Instant.now());
        return new ImagePullException("ErrImagePull", String.valueOf(cause.getMessage()));
    }

    private ImageStatus pullWithCredentials(String image, List<RegistryAuth> credentials)
            throws ContainerRuntimeException {
        if (credentials.isEmpty()) {
            return runtime.pullImage(image, null);
        }
        @Nullable ContainerRuntimeException last = null;
        for (RegistryAuth auth : credentials) {
            try {
                return runtime.pullImage(image, auth);
            } catch (ContainerRuntimeException e) {
                last = e;
            }
        }
        throw last == null ? new ContainerRuntimeException("no credentials for " + image) : last;
    }

    private static String seconds(Instant since) {
        long millis = Duration.between(since, Instant.now()).toMillis();
        return millis < 1000 ? millis + "ms" : millis / 1000 + "." + String.format("%03d", millis % 1000) + "s";
    }

    public void forget(String podUid) {
        backoff.forget(podUid + "/");
        failures.keySet().removeIf(k -> k.startsWith(podUid + "/"));
        lastErrors.keySet().removeIf(k -> k.startsWith(podUid + "/"));
    }
}
