package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ObjectMetadata.Owner;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.queue.WorkQueue;
import dev.navarch.controllers.queue.WorkQueue.Outcome;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** The garbage collector. */
public final class GarbageCollector implements ControllerLoop {

    private static final int WORKERS = 20;

    private final OwnerGraph graph;
    private final DependentDeletion requests;
    private final Collection collection;
    private final Monitors monitors;
    private final WorkQueue<Node> toDelete;
    private final WorkQueue<Node> toOrphan;

    public GarbageCollector(ControllerContext context) {
        MetadataClient client = context.metadata();
        ResourceTypes types = new ResourceTypes(context.discovery());
        AbsentOwners absentOwners = new AbsentOwners();
        requests = new DependentDeletion(client, types);
        toDelete = new WorkQueue<>("gc-delete", WORKERS, context.timer(), this::delete);
        toOrphan = new WorkQueue<>("gc-orphan", WORKERS, context.timer(), this::orphan);
        EventRecorder recorder = context.events().recorder("garbage-collector-controller");
        graph = new OwnerGraph(absentOwners, new Queues(recorder));
        collection = new Collection(graph, requests, absentOwners, toDelete::add);
        monitors = new Monitors(context, types, graph);
    }

    @Override
    public void start() {
        monitors.start();
    }

    @Override
    public void close() {
        monitors.close();
        toDelete.close();
        toOrphan.close();
    }

    private Outcome delete(Node node) {
        if (graph.isVirtual(node)) {
            var inGraph = graph.node(node.identity().uid());
            if (inGraph.isEmpty() || !graph.isVirtual(inGraph.get())) {
                return Outcome.DONE;
            }
        }
        Collection.Verdict verdict = collection.attemptToDelete(node);
        // A virtual node that exists stays here until its watch shows it.
        return verdict == Collection.Verdict.SETTLED && graph.isVirtual(node) ? Outcome.RETRY : Outcome.DONE;
    }

    /** Takes the owner off its dependents, and then lets it go. */
    private Outcome orphan(Node owner) {
        List<String> ownerUid = List.of(owner.identity().uid());
        Batches.Outcome orphaned = Batches.all(graph.dependents(owner).stream()
                .<Runnable>map(dependent -> () -> removeOwners(dependent, ownerUid))
                .toList());
        if (orphaned.failure() != null) {
            throw orphaned.failure();
        }
        requests.removeFinalizer(owner.identity(), OwnerGraph.ORPHAN);
        return Outcome.DONE;
    }

    private void removeOwners(Node dependent, List<String> ownerUids) {
        try {
            requests.removeOwners(dependent.identity(), ownerUids);
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e)) {
                throw e;
            }
        }
    }

    /** What the graph asks for. */
    private final class Queues implements OwnerGraph.Listener {

        private final EventRecorder recorder;

        Queues(EventRecorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void attemptToDelete(Node node) {
            toDelete.add(node);
        }

        @Override
        public void attemptToDeleteLater(Node node) {
            toDelete.addRateLimited(node);
        }

        @Override
        public void attemptToOrphan(Node node) {
            toOrphan.add(node);
        }

        @Override
        public void invalidNamespace(Node node, Owner owner) {
            Identity identity = node.identity();
            recorder.record(
                    new ObjectReferenceBuilder()
                            .withApiVersion(identity.apiVersion())
                            .withKind(identity.kind())
                            .withNamespace(identity.isNamespaced() ? identity.namespace() : null)
                            .withName(identity.name())
                            .withUid(identity.uid())
                            .build(),
                    "Warning",
                    "OwnerRefInvalidNamespace",
                    "ownerRef " + Identity.of(owner, identity.namespace()) + " does not exist in namespace \""
                            + identity.namespace() + "\"");
        }
    }
}
