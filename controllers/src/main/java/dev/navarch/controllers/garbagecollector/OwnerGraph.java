package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ObjectMetadata.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns whom. Fed with what the watches show, it tells a {@link Listener} which objects to look at. Owners that were
 * not seen yet are in it as virtual nodes, until they are seen or found not to exist; the references of their dependents
 * may disagree about what they are.
 *
 * <p>Guarded by this object's monitor, as are its nodes.
 */
final class OwnerGraph {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private final Map<String, Node> nodes = new HashMap<>();
    private final AbsentOwners absentOwners;
    private final Listener listener;

    /** Told, under the graph's lock, what should be looked at; it must return at once. */
    interface Listener {
        void attemptToDelete(Node node);

        void attemptToDeleteLater(Node node);

        void attemptToOrphan(Node node);

        /** The node names an owner that is in another namespace. */
        void invalidNamespace(Node node, Owner owner);
    }

    OwnerGraph(AbsentOwners absentOwners, Listener listener) {
        this.absentOwners = absentOwners;
        this.listener = listener;
    }

    synchronized Optional<Node> node(String uid) {
        return Optional.ofNullable(nodes.get(uid));
    }

    synchronized int size() {
        return nodes.size();
    }

    synchronized List<Node> dependents(Node node) {
        return List.copyOf(node.dependents());
    }

    /** The dependents that must go before the node may. */
    synchronized List<Node> blockingDependents(Node node) {
        return node.dependents().stream()
                .filter(dependent -> dependent.owners().stream()
                        .anyMatch(o -> o.uid().equals(node.identity().uid()) && o.blocksDeletion()))
                .toList();
    }

    synchronized boolean isVirtual(Node node) {
        return node.isVirtual();
    }

    synchronized boolean isBeingDeleted(Node node) {
        return node.isBeingDeleted();
    }

    synchronized boolean isDeletingDependents(Node node) {
        return node.isDeletingDependents();
    }

    synchronized List<Owner> owners(Node node) {
        return node.owners();
    }

    /** The objects of a kind that were seen, for comparison with a fresh list. */
    synchronized List<Identity> observedOfKind(String apiVersion, String kind) {
        return nodes.values().stream()
                .filter(n -> !n.isVirtual())
                .map(Node::identity)
                .filter(i -> i.kind().equals(kind) && i.apiVersion().equals(apiVersion))
                .toList();
    }

    /** The object was seen, new or changed. */
    synchronized void observed(Identity identity, ObjectMetadata object) {
        Node existing = nodes.get(identity.uid());
        if (existing == null) {
            Node node = new Node(identity, false);
            node.setOwners(object.ownerReferences());
            if (object.isMarkedForDeletion()) {
                node.markBeingDeleted();
            }
            nodes.put(identity.uid(), node);
            addToOwners(node, node.owners());
            processTransitions(node, object);
            return;
        }
        Node node = existing.isVirtual() ? makeReal(existing, identity) : existing;
        updateOwners(node, object.ownerReferences());
        if (object.isMarkedForDeletion()) {
            node.markBeingDeleted();
        }
        processTransitions(node, object);
    }

    private Node makeReal(Node virtual, Identity identity) {
        Node node = virtual;
        if (!identity.equals(virtual.identity())) {
            for (Node dependent : partition(virtual, identity).nonmatching()) {
                if (identity.isNamespaced() && !dependent.identity().namespace().equals(identity.namespace())) {
                    reportInvalidNamespace(dependent, identity.uid());
                }
                listener.attemptToDelete(dependent);
            }
            node = virtual.withIdentity(identity);
            nodes.put(identity.uid(), node);
        }
        node.markObserved();
        return node;
    }

    private void processTransitions(Node node, ObjectMetadata object) {
        if (!object.isMarkedForDeletion()) {
            return;
        }
        if (object.finalizers().contains(ORPHAN) && !node.isOrphaning()) {
            node.markOrphaning();
            listener.attemptToOrphan(node);
        } else if (object.finalizers().contains(FOREGROUND) && !node.isDeletingDependents()) {
            node.markDeletingDependents();
            node.dependents().forEach(listener::attemptToDelete);
            listener.attemptToDelete(node);
        }
    }

    private void updateOwners(Node node, List<Owner> owners) {
        if (node.owners().equals(owners)) {
            return;
        }
        Map<String, Owner> before = byUid(node.owners());
        Map<String, Owner> after = byUid(owners);
        List<Owner> added =
                owners.stream().filter(o -> !before.containsKey(o.uid())).toList();
        List<Owner> removed =
                node.owners().stream().filter(o -> !after.containsKey(o.uid())).toList();
        before.forEach((uid, owner) -> {
            Owner now = after.get(uid);
            if (owner.blocksDeletion() && (now == null || !now.blocksDeletion())) {
                node(uid).ifPresent(listener::attemptToDelete);
            }
        });
        node.setOwners(owners);
        addToOwners(node, added);
        removeFromOwners(node, removed);
    }

    private static Map<String, Owner> byUid(List<Owner> owners) {
        Map<String, Owner> byUid = new HashMap<>();
        owners.forEach(o -> byUid.put(o.uid(), o));
        return byUid;
    }

    private void addToOwners(Node node, List<Owner> owners) {
        boolean doubtful = false;
        for (Owner owner : owners) {
            Node ownerNode = nodes.get(owner.uid());
            if (ownerNode == null) {
                ownerNode = new Node(Identity.of(owner, node.identity().namespace()), true);
                nodes.put(owner.uid(), ownerNode);
                ownerNode.addDependent(node);
                listener.attemptToDelete(ownerNode);
            } else {
                ownerNode.addDependent(node);
                doubtful |= isDoubtful(node, owner, ownerNode);
            }
        }
        if (doubtful) {
            // Whether these owners exist has to be asked; if none does, the node goes.
            listener.attemptToDelete(node);
        }
    }

    private boolean isDoubtful(Node node, Owner owner, Node ownerNode) {
        Identity identity = ownerNode.identity();
        boolean sameNamespace = identity.namespace().equals(node.identity().namespace());
        if (identity.isNamespaced() && !sameNamespace) {
            if (!ownerNode.isVirtual()) {
                reportInvalidNamespace(node, owner.uid());
            }
            return true;
        }
        return !identity.isNamedBy(owner) || (!sameNamespace && ownerNode.isVirtual());
    }

    private void reportInvalidNamespace(Node node, String ownerUid) {
        node.owners().stream()
                .filter(o -> o.uid().equals(ownerUid))
                .findFirst()
                .ifPresent(o -> listener.invalidNamespace(node, o));
    }

    private void removeFromOwners(Node node, List<Owner> owners) {
        owners.forEach(owner -> node(owner.uid()).ifPresent(o -> o.removeDependent(node)));
    }

    /** The object was seen to go. */
    synchronized void deleted(Identity identity) {
        node(identity.uid()).ifPresent(node -> remove(node, identity));
    }

    private void remove(Node node, Identity identity) {
        nodes.remove(node.identity().uid());
        removeFromOwners(node, node.owners());
        if (!node.dependents().isEmpty()) {
            absentOwners.add(identity);
        }
        node.dependents().forEach(listener::attemptToDelete);
        for (Owner owner : node.owners()) {
            node(owner.uid()).filter(Node::isDeletingDependents).ifPresent(listener::attemptToDelete);
        }
    }

    /** The API server says that there is no such object. */
    synchronized void foundAbsent(Identity identity) {
        Node node = nodes.get(identity.uid());
        if (node == null) {
            return;
        }
        if (node.isVirtual()) {
            Partition partition = partition(node, identity);
            if (!partition.nonmatching().isEmpty()) {
                deleteMatching(partition, identity);
                if (node.identity().equals(identity)) {
                    tryOtherIdentity(node, partition.nonmatching(), identity);
                }
                return;
            }
        } else if (!node.identity().equals(identity)) {
            deleteMatching(partition(node, identity), identity);
            return;
        }
        remove(node, identity);
    }

    private void deleteMatching(Partition partition, Identity absent) {
        if (!partition.matching().isEmpty()) {
            absentOwners.add(absent);
            partition.matching().forEach(listener::attemptToDelete);
        }
    }

    private void tryOtherIdentity(Node node, List<Node> dependents, Identity absent) {
        otherIdentity(dependents, absent).ifPresent(other -> {
            Node replacement = node.withIdentity(other);
            nodes.put(other.uid(), replacement);
            listener.attemptToDeleteLater(replacement);
        });
    }

    /** The next identity, in order, that references give to an object, after one that was found absent. */
    private static Optional<Identity> otherIdentity(List<Node> dependents, Identity absent) {
        Set<Identity> others = new HashSet<>();
        for (Node dependent : dependents) {
            String namespace = dependent.identity().namespace();
            for (Owner owner : dependent.owners()) {
                boolean sameNamespace =
                        !absent.isNamespaced() || absent.namespace().equals(namespace);
                if (owner.uid().equals(absent.uid()) && !(absent.isNamedBy(owner) && sameNamespace)) {
                    boolean ofCluster = !absent.isNamespaced()
                            && owner.apiVersion().equals(absent.apiVersion())
                            && owner.kind().equals(absent.kind());
                    others.add(Identity.of(owner, ofCluster ? "" : namespace));
                }
            }
        }
        others.remove(absent);
        return others.stream()
                .filter(i -> i.compareTo(absent) > 0)
                .min(Identity::compareTo)
                .or(() -> others.stream().min(Identity::compareTo));
    }

    /** Dependents whose references agree, or disagree, with an identity; one may do both. */
    private record Partition(List<Node> matching, List<Node> nonmatching) {}

    private static Partition partition(Node node, Identity identity) {
        Partition partition = new Partition(new ArrayList<>(), new ArrayList<>());
        for (Node dependent : node.dependents()) {
            boolean otherNamespace = identity.isNamespaced()
                    && !Objects.equals(
                            identity.namespace(), dependent.identity().namespace());
            List<Owner> references = dependent.owners().stream()
                    .filter(o -> o.uid().equals(identity.uid()))
                    .toList();
            if (!otherNamespace && references.stream().anyMatch(identity::isNamedBy)) {
                partition.matching().add(dependent);
            }
            if (otherNamespace || references.stream().anyMatch(o -> !identity.isNamedBy(o))) {
                partition.nonmatching().add(dependent);
            }
        }
        return partition;
    }
}
