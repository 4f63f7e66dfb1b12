package dev.navarch.controllers.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@link ReplicaSync} must know of a kind that keeps a number of pods.
 *
 * @param <P> the kind
 */
public interface ReplicaKind<P extends HasMetadata> {

    String apiVersion();

    String kind();

    int replicas(P owner);

    int minReadySeconds(P owner);

    PodTemplateSpec template(P owner);

    /** Which pods may be the owner's; empty where the selector cannot be understood. */
    Optional<Predicate<Map<String, String>>> selector(P owner);

    ReplicaStatus status(P owner);

    /** A copy of the owner with this status. */
    P withStatus(P owner, ReplicaStatus status);

    /** The owners, this one among them, between whose pods the nodes are shared when some are given up. */
    Iterable<P> related(P owner);
}
