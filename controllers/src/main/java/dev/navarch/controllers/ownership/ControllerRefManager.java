package dev.navarch.controllers.ownership;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles for one controller, during one sync, which objects are its own: those with its reference that match its
 * selector stay, others with its reference are released, and orphans that match are adopted, after a live read has
 * shown that the controller itself is still there.
 *
 * @param <C> the controller's kind
 */
public final class ControllerRefManager<C extends HasMetadata> {

    private final KubernetesClient client;
    private final C controller;
    private final Predicate<Map<String, String>> selector;
    private final List<String> finalizers;
    private boolean checked;
    private @Nullable KubernetesClientException cannotAdopt;

    public ControllerRefManager(KubernetesClient client, C controller, Predicate<Map<String, String>> selector) {
        this(client, controller, selector, List.of());
    }

    /** As above, with finalizers that an object gets with its adoption, and loses with its release. */
    public ControllerRefManager(
            KubernetesClient client, C controller, Predicate<Map<String, String>> selector, List<String> finalizers) {
        this.client = client;
        this.controller = controller;
        this.selector = selector;
        this.finalizers = List.copyOf(finalizers);
    }

    /**
     * Those of the objects that are the controller's, after adoption and release.
     *
     * @throws KubernetesClientException the first error of these, after all objects were tried
     */
    public <T extends HasMetadata> List<T> claim(List<T> objects) {
        return claim(objects, object -> true);
    }

    public <T extends HasMetadata> List<T> claim(List<T> objects, Predicate<T> further) {
        List<T> claimed = new ArrayList<>();
        KubernetesClientException failure = null;
        for (T object : objects) {
            try {
                if (claim(object, further)) {
                    claimed.add(object);
                }
            } catch (KubernetesClientException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return claimed;
    }

    private <T extends HasMetadata> boolean claim(T object, Predicate<T> further) {
        boolean matches = selector.test(labels(object)) && further.test(object);
        var ref = ControllerRef.of(object);
        if (ref.isPresent()) {
            if (!ref.get().getUid().equals(controller.getMetadata().getUid())) {
                return false;
            }
            if (matches) {
                return true;
            }
            if (!controller.isMarkedForDeletion()) {
                release(object);
            }
            return false;
        }
        if (controller.isMarkedForDeletion() || !matches || object.isMarkedForDeletion()) {
            return false;
        }
        return adopt(object);
    }

    private boolean adopt(HasMetadata object) {
        ensureControllerLives();
        var ref = ControllerRef.to(controller);
        String patch = "{\"metadata\":{\"ownerReferences\":["
                + client.getKubernetesSerialization().asJson(ref)
                + "],\"uid\":\"" + object.getMetadata().getUid() + "\"" + finalizersPatch("finalizers") + "}}";
        try {
            patch(object, patch);
            return true;
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNotFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private void release(HasMetadata object) {
        String patch = "{\"metadata\":{\"ownerReferences\":[{\"$patch\":\"delete\",\"uid\":\""
                + controller.getMetadata().getUid() + "\"}],\"uid\":\""
                + object.getMetadata().getUid() + "\"" + finalizersPatch("$deleteFromPrimitiveList/finalizers") + "}}";
        try {
            patch(object, patch);
        } catch (KubernetesClientException e) {
            // Gone, or not the same object any more, or without owners already: released in each case.
            if (!ApiErrors.isNotFound(e) && !ApiErrors.isInvalid(e)) {
                throw e;
            }
        }
    }

    private String finalizersPatch(String field) {
        return finalizers.isEmpty()
                ? ""
                : finalizers.stream().collect(Collectors.joining("\",\"", ",\"" + field + "\":[\"", "\"]"));
    }

    private void patch(HasMetadata object, String patch) {
        Patches.strategicMerge(client, object, patch);
    }

    private void ensureControllerLives() {
        if (!checked) {
            checked = true;
            cannotAdopt = reasonNotToAdopt();
        }
        if (cannotAdopt != null) {
            throw cannotAdopt;
        }
    }

    private @Nullable KubernetesClientException reasonNotToAdopt() {
        var meta = controller.getMetadata();
        try {
            HasMetadata fresh = client.resources(controller.getClass())
                    .inNamespace(meta.getNamespace())
                    .withName(meta.getName())
                    .get();
            String name = controller.getKind() + " " + meta.getNamespace() + "/" + meta.getName();
            if (fresh == null || !Objects.equals(fresh.getMetadata().getUid(), meta.getUid())) {
                return new KubernetesClientException("original " + name + " is gone");
            }
            if (fresh.isMarkedForDeletion()) {
                return new KubernetesClientException(name + " has just been deleted at "
                        + fresh.getMetadata().getDeletionTimestamp());
            }
            return null;
        } catch (KubernetesClientException e) {
            return e;
        }
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }
}
