package dev.navarch.controllers.garbagecollector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ObjectMetadata.Owner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerGraphTest {

    private final List<String> told = new ArrayList<>();
    private final AbsentOwners absent = new AbsentOwners();
    private final OwnerGraph graph = new OwnerGraph(absent, new OwnerGraph.Listener() {
        @Override
        public void attemptToDelete(Node node) {
            told.add("delete " + node.identity().name());
        }

        @Override
        public void attemptToDeleteLater(Node node) {
            told.add("later " + node.identity().name());
        }

        @Override
        public void attemptToOrphan(Node node) {
            told.add("orphan " + node.identity().name());
        }

        @Override
        public void invalidNamespace(Node node, Owner owner) {
            told.add("invalid " + node.identity().name());
        }
    });

    @Test
    void dependents_are_looked_at_when_their_owner_goes() {
        observe("n", "owner");
        observe("n", "child", ref("owner"));
        graph.deleted(id("n", "owner"));
        assertEquals(List.of("delete child"), told);
        assertTrue(absent.contains(id("n", "owner")));
    }

    @Test
    void an_owner_that_was_not_seen_is_looked_for() {
        observe("n", "child", ref("owner"));
        assertEquals(List.of("delete owner"), told);
        assertTrue(graph.isVirtual(graph.node("owner").orElseThrow()));
        observe("n", "owner");
        assertEquals(List.of("delete owner"), told);
        assertEquals(1, graph.dependents(graph.node("owner").orElseThrow()).size());
    }

    @Test
    void an_owner_in_another_namespace_is_reported_and_its_dependent_looked_at() {
        observe("a", "owner");
        observe("b", "child", ref("owner"));
        assertEquals(List.of("invalid child", "delete child"), told);
    }

    @Test
    void a_reference_from_the_wrong_namespace_that_came_first_is_reported_once_the_owner_is_seen() {
        observe("b", "child", ref("owner"));
        observe("a", "owner");
        assertEquals(List.of("delete owner", "invalid child", "delete child"), told);
    }

    @Test
    void foreground_deletion_looks_at_dependents_and_again_when_the_last_blocking_one_is_gone() {
        observe("n", "owner");
        observe("n", "child", new Owner("v1", "K", "owner", "owner", true, true));
        graph.observed(id("n", "owner"), deleting("n", "owner", OwnerGraph.FOREGROUND));
        assertEquals(List.of("delete child", "delete owner"), told);
        Node owner = graph.node("owner").orElseThrow();
        assertEquals(1, graph.blockingDependents(owner).size());
        told.clear();
        graph.observed(id("n", "owner"), deleting("n", "owner", OwnerGraph.FOREGROUND));
        assertTrue(told.isEmpty());
        graph.deleted(id("n", "child"));
        assertEquals(List.of("delete owner"), told);
        assertTrue(graph.blockingDependents(owner).isEmpty());
    }

    @Test
    void a_reference_that_stops_blocking_frees_the_owner() {
        observe("n", "owner");
        observe("n", "child", new Owner("v1", "K", "owner", "owner", null, true));
        observe("n", "child", ref("owner"));
        assertEquals(List.of("delete owner"), told);
    }

    @Test
    void an_orphaning_owner_is_told_once() {
        observe("n", "owner");
        graph.observed(id("n", "owner"), deleting("n", "owner", OwnerGraph.ORPHAN));
        graph.observed(id("n", "owner"), deleting("n", "owner", OwnerGraph.ORPHAN));
        assertEquals(List.of("orphan owner"), told);
    }

    @Test
    void a_wrong_reference_does_not_make_a_real_owner_absent() {
        observe("n", "owner");
        observe("n", "good", ref("owner"));
        observe("n", "bad", new Owner("v1", "Other", "owner", "owner", null, null));
        told.clear();
        graph.foundAbsent(new Identity("v1", "Other", "n", "owner", "owner"));
        assertEquals(List.of("delete bad"), told);
        assertTrue(graph.node("owner").isPresent());
    }

    @Test
    void a_virtual_owner_is_tried_under_each_identity_that_references_give_it() {
        observe("n", "bad", new Owner("v1", "Aaa", "owner", "owner", null, null));
        observe("n", "good", ref("owner"));
        told.clear();
        graph.foundAbsent(new Identity("v1", "Aaa", "n", "owner", "owner"));
        assertEquals(List.of("delete bad", "later owner"), told);
        assertEquals("K", graph.node("owner").orElseThrow().identity().kind());
    }

    private void observe(String namespace, String name, Owner... owners) {
        graph.observed(
                id(namespace, name), new ObjectMetadata(namespace, name, name, "1", null, List.of(owners), List.of()));
    }

    private static ObjectMetadata deleting(String namespace, String name, String finalizer) {
        return new ObjectMetadata(namespace, name, name, "2", "2026-01-01T00:00:00Z", List.of(), List.of(finalizer));
    }

    private static Owner ref(String name) {
        return new Owner("v1", "K", name, name, null, null);
    }

    private static Identity id(String namespace, String name) {
        return new Identity("v1", "K", namespace, name, name);
    }
}
