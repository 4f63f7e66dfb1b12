package dev.navarch.controllers.disruption;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.queue.WorkQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes back the condition {@code DisruptionTarget} from pods that nobody deleted within two minutes. */
public final class StaleDisruptions implements ControllerLoop {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String CONDITION = "DisruptionTarget";

    private final KubernetesClient client;
    private final SharedInformer<Pod> pods;
    private final WorkQueue<Key> queue;

    private record Key(String namespace, String name) {}

    public StaleDisruptions(ControllerContext context) {
        client = context.client();
        pods = context.informers().of(Pod.class);
        queue = new WorkQueue<>("stale-pod-disruption", 1, context.timer(), this::sync);
    }

    @Override
    public void start() {
        var _ = pods.onChange(change -> {
            Pod pod = change.after();
            if (pod != null && disruption(pod).isPresent()) {
                queue.addAfter(
                        new Key(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName()),
                        left(disruption(pod).orElseThrow()));
            }
        });
    }

    @Override
    public void close() {
        queue.close();
    }

    private static Optional<PodCondition> disruption(Pod pod) {
        return pod.isMarkedForDeletion() || PodState.isTerminal(pod)
                ? Optional.empty()
                : PodState.condition(pod, CONDITION)
                        .filter(c -> "True".equals(c.getStatus()))
                        .filter(c -> !"TerminationByKubelet".equals(c.getReason()));
    }

    private static Duration left(PodCondition condition) {
        Duration left = Duration.between(
                Instant.now(),
                Times.parseOrEpoch(condition.getLastTransitionTime()).plus(TIMEOUT));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private WorkQueue.Outcome sync(Key key) {
        Optional<Pod> pod = pods.get(key.namespace(), key.name());
        Optional<PodCondition> condition = pod.flatMap(StaleDisruptions::disruption);
        if (pod.isEmpty() || condition.isEmpty()) {
            return WorkQueue.Outcome.DONE;
        }
        Duration left = left(condition.get());
        if (left.isPositive()) {
            queue.addAfter(key, left);
            return WorkQueue.Outcome.DONE;
        }
        client.resource(new PodBuilder(pod.get())
                        .editStatus()
                        .editMatchingCondition(c -> CONDITION.equals(c.getType()))
                        .withStatus("False")
                        .withReason(null)
                        .withMessage(null)
                        .withLastTransitionTime(Times.format(Instant.now()))
                        .endCondition()
                        .endStatus()
                        .build())
                .updateStatus();
        return WorkQueue.Outcome.DONE;
    }
}
