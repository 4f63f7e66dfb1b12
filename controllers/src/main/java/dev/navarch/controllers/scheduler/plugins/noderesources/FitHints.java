package dev.navarch.controllers.scheduler.plugins.noderesources;

import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.resources.Resource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** When a pod that found too few resources is worth another attempt. */
final class FitHints {

    private FitHints() {}

    static QueueingHint afterPodChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (!(before instanceof Pod old)) {
            return QueueingHint.QUEUE;
        }
        if (!(after instanceof Pod changed)) {
            boolean heldRoom = !PodInfo.nodeName(old).isEmpty()
                    || !PodInfo.nominatedNodeName(old).isEmpty();
            return heldRoom ? QueueingHint.QUEUE : QueueingHint.SKIP;
        }
        if (changed.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            return QueueingHint.QUEUE;
        }
        boolean freed = !PodInfo.nodeName(changed).isEmpty()
                && isMoreOfWhatIsWanted(
                        new PodInfo(pod).requests(), new PodInfo(changed).requests(), new PodInfo(old).requests());
        return freed ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    static QueueingHint afterNodeChange(
            Pod pod,
            @Nullable HasMetadata before,
            @Nullable HasMetadata after,
            BiPredicate<PodInfo, NodeInfo> fitsEmptyNode) {
        if (!(after instanceof Node node)) {
            return QueueingHint.SKIP;
        }
        PodInfo info = new PodInfo(pod);
        NodeInfo now = NodeInfo.of(node);
        if (!fitsEmptyNode.test(info, now)) {
            return QueueingHint.SKIP;
        }
        if (!(before instanceof Node old)) {
            return QueueingHint.QUEUE;
        }
        Resource then = NodeInfo.of(old).allocatable();
        boolean more = now.allocatable().allowedPods() > then.allowedPods()
                || isMoreOfWhatIsWanted(info.requests(), then, now.allocatable());
        return more ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static boolean isMoreOfWhatIsWanted(Resource wanted, Resource less, Resource more) {
        if ((wanted.milliCpu() > 0 && more.milliCpu() > less.milliCpu())
                || (wanted.memory() > 0 && more.memory() > less.memory())
                || (wanted.ephemeralStorage() > 0 && more.ephemeralStorage() > less.ephemeralStorage())) {
            return true;
        }
        return wanted.scalars().entrySet().stream()
                .anyMatch(
                        scalar -> scalar.getValue() > 0 && more.scalar(scalar.getKey()) > less.scalar(scalar.getKey()));
    }
}
