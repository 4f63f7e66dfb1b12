package dev.navarch.controllers.job;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.queue.WorkQueue;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** Takes the finalizer off pods that no job will count any more: its job ended or is gone, or let go of them. */
public final class OrphanedJobPods implements ControllerLoop {

    private final SharedInformer<Pod> pods;
    private final SharedInformer<Job> jobs;
    private final TrackingFinalizer finalizer;
    private final WorkQueue<Key> queue;

    private record Key(String namespace, String pod) {}

    public OrphanedJobPods(ControllerContext context) {
        pods = context.informers().of(Pod.class);
        jobs = context.informers().of(Job.class);
        finalizer = new TrackingFinalizer(context.client());
        queue = new WorkQueue<>("job-orphan-pod", 5, context.timer(), this::release);
    }

    @Override
    public void start() {
        var _ = pods.onChange(this::podChanged);
        var _ = jobs.onChange(this::jobChanged);
    }

    @Override
    public void close() {
        queue.close();
    }

    private void podChanged(Change<Pod> change) {
        Pod pod = change.object();
        if (!TrackingFinalizer.isOn(pod) || change.isRemoval()) {
            return;
        }
        boolean orphaned = ControllerRef.of(pod).isEmpty();
        if (orphaned || (pod.isMarkedForDeletion() && !isWanted(pod))) {
            add(pod);
        }
    }

    private void jobChanged(Change<Job> change) {
        Job job = change.object();
        if (change.isRemoval() || JobConditions.isFinished(job)) {
            pods.inNamespace(job.getMetadata().getNamespace()).stream()
                    .filter(TrackingFinalizer::isOn)
                    .filter(pod -> LabelSelectors.matches(
                            job.getSpec().getSelector(), pod.getMetadata().getLabels()))
                    .forEach(this::add);
        }
    }

    private void add(Pod pod) {
        queue.add(new Key(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
    }

    private WorkQueue.Outcome release(Key key) {
        pods.get(key.namespace(), key.pod()).filter(pod -> !isWanted(pod)).ifPresent(finalizer::remove);
        return WorkQueue.Outcome.DONE;
    }

    /** Whether somebody else takes care of the finalizer: a job that runs, or another controller. */
    private boolean isWanted(Pod pod) {
        Optional<OwnerReference> ref = ControllerRef.of(pod);
        if (ref.isEmpty()) {
            return false;
        }
        if (!ref.get().getKind().equals("Job") || !ref.get().getApiVersion().equals("batch/v1")) {
            return true;
        }
        return jobs.get(pod.getMetadata().getNamespace(), ref.get().getName())
                .filter(job -> job.getMetadata().getUid().equals(ref.get().getUid()))
                .filter(job -> JobReconciler.isManagedElsewhere(job) || !JobConditions.isFinished(job))
                .isPresent();
    }
}
