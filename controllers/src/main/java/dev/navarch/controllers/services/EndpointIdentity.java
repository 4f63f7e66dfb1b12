package dev.navarch.controllers.services;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What makes two endpoints the same one, however its state has changed. */
public record EndpointIdentity(
        List<String> addresses, @Nullable String hostname, String namespace, String name) {

    public static EndpointIdentity of(Endpoint endpoint) {
        ObjectReference target = endpoint.getTargetRef();
        return new EndpointIdentity(
                endpoint.getAddresses().stream().sorted().toList(),
                endpoint.getHostname(),
                target == null ? "" : Objects.requireNonNullElse(target.getNamespace(), ""),
                target == null ? "" : Objects.requireNonNullElse(target.getName(), ""));
    }

    /** Whether the state of one endpoint is the same in both. */
    public static boolean sameState(Endpoint a, Endpoint b) {
        EndpointConditions first = Objects.requireNonNullElseGet(a.getConditions(), EndpointConditions::new);
        EndpointConditions second = Objects.requireNonNullElseGet(b.getConditions(), EndpointConditions::new);
        return Objects.equals(a.getNodeName(), b.getNodeName())
                && Objects.equals(a.getZone(), b.getZone())
                && Objects.equals(first.getReady(), second.getReady())
                && Objects.equals(first.getServing(), second.getServing())
                && Objects.equals(first.getTerminating(), second.getTerminating())
                && sameTarget(a.getTargetRef(), b.getTargetRef());
    }

    /** Whether both name the same object, in whatever version. */
    public static boolean sameTarget(@Nullable ObjectReference a, @Nullable ObjectReference b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return Objects.equals(a.getKind(), b.getKind())
                && Objects.equals(a.getNamespace(), b.getNamespace())
                && Objects.equals(a.getName(), b.getName())
                && Objects.equals(a.getUid(), b.getUid());
    }
}
