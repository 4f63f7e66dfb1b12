package dev.navarch.controllers.endpoint;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.informers.SharedInformer;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes, once at the start, Endpoints whose Service went while no controller was looking. */
public final class LeftoverEndpoints implements ControllerLoop {

    private static final Logger log = LoggerFactory.getLogger(LeftoverEndpoints.class);
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

    private final KubernetesClient client;
    private final SharedInformer<Service> services;
    private final SharedInformer<Endpoints> endpoints;

    public LeftoverEndpoints(ControllerContext context) {
        client = context.client();
        services = context.informers().of(Service.class);
        endpoints = context.informers().of(Endpoints.class);
    }

    @Override
    public void start() {
        Thread.ofVirtual()
                .name("leftover-endpoints")
                .start(() -> endpoints.list().stream().filter(this::isLeftover).forEach(this::delete));
    }

    private boolean isLeftover(Endpoints e) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(e.getMetadata().getAnnotations(), Map.of());
        return !annotations.containsKey(LEADER)
                && services.get(e.getMetadata().getNamespace(), e.getMetadata().getName())
                        .isEmpty();
    }

    private void delete(Endpoints e) {
        try {
            client.resource(e).delete();
        } catch (KubernetesClientException error) {
            log.warn(
                    "Endpoints {} without a Service could not be deleted",
                    e.getMetadata().getName(),
                    error);
        }
    }

    @Override
    public void close() {}
}
