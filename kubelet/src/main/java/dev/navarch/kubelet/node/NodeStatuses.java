package dev.navarch.kubelet.node;

import dev.navarch.kubelet.runtime.ImageStatus;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.ContainerImageBuilder;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what the Node's status says. */
final class NodeStatuses {
    private static final int MAX_IMAGES = 50;
    private static final int MAX_NAMES = 5;

    private NodeStatuses() {}

    /** What of the node does not change while the kubelet runs. */
    record Fixed(
            String hostname,
            String ip,
            int port,
            String kubeletVersion,
            Map<String, Quantity> capacity,
            Map<String, Quantity> allocatable) {}

    /** @param pressure by condition type, the message when there is pressure */
    record Now(String runtimeTrouble, String runtimeVersion, List<ImageStatus> images, Map<String, String> pressure) {}

    /** Heartbeat times are those of {@code before} where nothing else has changed. */
    static NodeStatus of(Fixed fixed, Now now, @Nullable NodeStatus before) {
        List<NodeCondition> old = before == null ? List.of() : before.getConditions();
        List<NodeCondition> conditions = new ArrayList<>(old.stream()
                .filter(c -> !List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
                        .contains(c.getType()))
                .toList());
        conditions.add(pressure(
                "MemoryPressure",
                now,
                "KubeletHasInsufficientMemory",
                "KubeletHasSufficientMemory",
                "kubelet has insufficient memory available",
                "kubelet has sufficient memory available"));
        conditions.add(pressure(
                "DiskPressure",
                now,
                "KubeletHasDiskPressure",
                "KubeletHasNoDiskPressure",
                "kubelet has disk pressure",
                "kubelet has no disk pressure"));
        conditions.add(pressure(
                "PIDPressure",
                now,
                "KubeletHasInsufficientPID",
                "KubeletHasSufficientPID",
                "kubelet has insufficient PID available",
                "kubelet has sufficient PID available"));
        conditions.add(ready(now.runtimeTrouble));
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        conditions.forEach(c -> stamp(c, old, time));
        return new NodeStatusBuilder()
                .withCapacity(fixed.capacity)
                .withAllocatable(fixed.allocatable)
                .withConditions(conditions)
                .withAddresses(new NodeAddress(fixed.ip, "InternalIP"), new NodeAddress(fixed.hostname, "Hostname"))
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(fixed.port)
                .endDaemonEndpoints()
                .withNewNodeInfo()
                .withArchitecture(Machine.architecture())
                .withBootID(Machine.bootId())
                .withContainerRuntimeVersion(now.runtimeVersion)
                .withKernelVersion(Machine.kernel())
                .withKubeProxyVersion("")
                .withKubeletVersion(fixed.kubeletVersion)
                .withMachineID(Machine.machineId())
                .withOperatingSystem("linux")
                .withOsImage(Machine.osImage())
                .withSystemUUID(Machine.systemUuid())
                .endNodeInfo()
                .withImages(images(now.images))
                .build();
    }

    private static NodeCondition pressure(
            String type, Now now, String badReason, String goodReason, String badMessage, String goodMessage) {
        boolean bad = now.pressure.containsKey(type);
        return condition(type, bad, bad ? badReason : goodReason, bad ? badMessage : goodMessage);
    }

    private static NodeCondition ready(String trouble) {
        return trouble.isEmpty()
                ? condition("Ready", true, "KubeletReady", "kubelet is posting ready status")
                : condition("Ready", false, "KubeletNotReady", trouble);
    }

    private static NodeCondition condition(String type, boolean status, String reason, String message) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static void stamp(NodeCondition condition, List<NodeCondition> old, String time) {
        if (condition.getLastHeartbeatTime() != null) {
            return;
        }
        Optional<NodeCondition> before = old.stream()
                .filter(c -> c.getType().equals(condition.getType()))
                .findFirst();
        boolean same = before.isPresent() && Objects.equals(before.get().getStatus(), condition.getStatus());
        condition.setLastHeartbeatTime(time);
        condition.setLastTransitionTime(same ? before.get().getLastTransitionTime() : time);
    }

    private static List<ContainerImage> images(List<ImageStatus> images) {
        return images.stream()
                .filter(i -> !i.tags().isEmpty() || !i.digests().isEmpty())
                .sorted(Comparator.comparingLong(ImageStatus::sizeBytes).reversed())
                .limit(MAX_IMAGES)
                .map(NodeStatuses::image)
                .toList();
    }

    private static ContainerImage image(ImageStatus image) {
        List<String> names = new ArrayList<>(image.digests());
        names.addAll(image.tags());
        return new ContainerImageBuilder()
                .withNames(names.stream().limit(MAX_NAMES).toList())
                .withSizeBytes(image.sizeBytes())
                .build();
    }
}
