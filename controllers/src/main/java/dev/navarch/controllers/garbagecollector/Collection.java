package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ObjectMetadata.Owner;
import dev.navarch.controllers.api.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Decides about one object by what the API server says of it and of its owners, and acts on that. */
final class Collection {

    private final OwnerGraph graph;
    private final DependentDeletion requests;
    private final AbsentOwners absentOwners;
    private final Consumer<Node> lookAt;

    Collection(OwnerGraph graph, DependentDeletion requests, AbsentOwners absentOwners, Consumer<Node> lookAt) {
        this.graph = graph;
        this.requests = requests;
        this.absentOwners = absentOwners;
        this.lookAt = lookAt;
    }

    enum Verdict {
        /** All was done that can be done now. */
        SETTLED,
        /** The object is not there, or never will be right: nothing to come back to. */
        OVER
    }

    Verdict attemptToDelete(Node node) {
        if (graph.isBeingDeleted(node) && !graph.isDeletingDependents(node)) {
            // The way to its end is one-way; its dependents come up when it is gone.
            return Verdict.SETTLED;
        }
        Identity identity = node.identity();
        if (!identity.isNamespaced()
                && requests.type(identity.apiVersion(), identity.kind()).namespaced()) {
            return Verdict.OVER;
        }
        Optional<ObjectMetadata> latest =
                requests.get(identity).filter(o -> o.uid().equals(identity.uid()));
        if (latest.isEmpty()) {
            graph.foundAbsent(identity);
            return Verdict.OVER;
        }
        if (graph.isDeletingDependents(node)) {
            return finishForegroundDeletion(node);
        }
        if (latest.get().ownerReferences().isEmpty()) {
            return Verdict.SETTLED;
        }
        return classify(node, latest.get().ownerReferences())
                .map(owners -> decide(node, latest.get(), owners))
                .orElse(Verdict.OVER);
    }

    private Verdict finishForegroundDeletion(Node node) {
        List<Node> blocking = graph.blockingDependents(node);
        if (blocking.isEmpty()) {
            requests.removeFinalizer(node.identity(), OwnerGraph.FOREGROUND);
        } else {
            blocking.stream()
                    .filter(dependent -> !graph.isDeletingDependents(dependent))
                    .forEach(lookAt);
        }
        return Verdict.SETTLED;
    }

    /**
     * An object's owners.
     *
     * @param solid those that live
     * @param dangling those that do not exist
     * @param waiting those that are being deleted and wait for their dependents
     */
    private record Owners(List<Owner> solid, List<Owner> dangling, List<Owner> waiting) {}

    /** Nothing where a reference is impossible: an object of the cluster cannot have an owner in a namespace. */
    private Optional<Owners> classify(Node node, List<Owner> references) {
        Owners owners = new Owners(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        String namespace = node.identity().namespace();
        for (Owner reference : references) {
            if (absentOwners.contains(Identity.of(reference, ""))
                    || absentOwners.contains(Identity.of(reference, namespace))) {
                owners.dangling().add(reference);
                continue;
            }
            ResourceType type = requests.type(reference.apiVersion(), reference.kind());
            if (type.namespaced() && namespace.isEmpty()) {
                return Optional.empty();
            }
            Identity identity = Identity.of(reference, type.namespaced() ? namespace : "");
            Optional<ObjectMetadata> owner =
                    requests.get(identity).filter(o -> o.uid().equals(reference.uid()));
            if (owner.isEmpty()) {
                absentOwners.add(identity);
                owners.dangling().add(reference);
            } else if (owner.get().isMarkedForDeletion()
                    && owner.get().finalizers().contains(OwnerGraph.FOREGROUND)) {
                owners.waiting().add(reference);
            } else {
                owners.solid().add(reference);
            }
        }
        return Optional.of(owners);
    }

    private Verdict decide(Node node, ObjectMetadata latest, Owners owners) {
        Identity identity = node.identity();
        if (!owners.solid().isEmpty()) {
            List<String> toDrop = Stream.concat(owners.dangling().stream(), owners.waiting().stream())
                    .map(Owner::uid)
                    .toList();
            if (!toDrop.isEmpty()) {
                requests.removeOwners(identity, toDrop);
            }
            return Verdict.SETTLED;
        }
        List<Node> dependents = graph.dependents(node);
        if (!owners.waiting().isEmpty() && !dependents.isEmpty()) {
            if (dependents.stream().anyMatch(graph::isDeletingDependents)) {
                // Perhaps a circle: it must not wait for itself.
                requests.unblockOwners(identity, graph.owners(node));
            }
            return delete(identity, latest, "Foreground");
        }
        return delete(identity, latest, propagation(latest));
    }

    private static String propagation(ObjectMetadata object) {
        if (object.finalizers().contains(OwnerGraph.ORPHAN)) {
            return "Orphan";
        }
        return object.finalizers().contains(OwnerGraph.FOREGROUND) ? "Foreground" : "Background";
    }

    private Verdict delete(Identity identity, ObjectMetadata latest, String propagation) {
        if (requests.delete(identity, latest, propagation)) {
            return Verdict.SETTLED;
        }
        graph.foundAbsent(identity);
        return Verdict.OVER;
    }
}
