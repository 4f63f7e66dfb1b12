package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.ObjectMetadata.Owner;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object in the graph. Only {@link OwnerGraph} changes it, under its lock; it is compared by identity.
 */
final class Node {

    private final Identity identity;
    private List<Owner> owners = List.of();
    private @Nullable Set<Node> dependents; // most objects own nothing
    private boolean virtual;
    private boolean beingDeleted;
    private boolean deletingDependents;
    private boolean orphaning;

    Node(Identity identity, boolean virtual) {
        this.identity = identity;
        this.virtual = virtual;
    }

    /** The same place in the graph under another identity. */
    Node withIdentity(Identity other) {
        Node copy = new Node(other, virtual);
        copy.owners = owners;
        copy.dependents = dependents;
        copy.beingDeleted = beingDeleted;
        copy.deletingDependents = deletingDependents;
        copy.orphaning = orphaning;
        return copy;
    }

    Identity identity() {
        return identity;
    }

    List<Owner> owners() {
        return owners;
    }

    void setOwners(List<Owner> owners) {
        this.owners = owners;
    }

    Set<Node> dependents() {
        return dependents == null ? Set.of() : dependents;
    }

    void addDependent(Node node) {
        if (dependents == null) {
            dependents = Collections.newSetFromMap(new IdentityHashMap<>(2));
        }
        dependents.add(node);
    }

    void removeDependent(Node node) {
        if (dependents != null) {
            dependents.remove(node);
            if (dependents.isEmpty()) {
                dependents = null;
            }
        }
    }

    /** Known only from somebody's owner reference, not seen itself yet. */
    boolean isVirtual() {
        return virtual;
    }

    void markObserved() {
        virtual = false;
    }

    boolean isBeingDeleted() {
        return beingDeleted;
    }

    void markBeingDeleted() {
        beingDeleted = true;
    }

    /** Waits, being deleted in the foreground, for those that block it. */
    boolean isDeletingDependents() {
        return deletingDependents;
    }

    void markDeletingDependents() {
        deletingDependents = true;
    }

    boolean isOrphaning() {
        return orphaning;
    }

    void markOrphaning() {
        orphaning = true;
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
