package dev.navarch.kubelet.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that the runtime has of one pod. Sandboxes and containers are in order newest first. */
public record PodRuntimeStatus(PodRef pod, List<SandboxStatus> sandboxes, List<RuntimeContainer> containers) {

    public PodRuntimeStatus {
        sandboxes = sandboxes.stream()
                .sorted(Comparator.comparing(SandboxStatus::createdAt).reversed())
                .toList();
        containers = containers.stream()
                .sorted(Comparator.comparing(RuntimeContainer::createdAt)
                        .thenComparingInt(RuntimeContainer::attempt)
                        .reversed())
                .toList();
    }

    public static PodRuntimeStatus none(PodRef pod) {
        return new PodRuntimeStatus(pod, List.of(), List.of());
    }

    /** The newest container of that name. */
    public Optional<RuntimeContainer> container(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** Newest first. */
    public List<RuntimeContainer> history(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).toList();
    }

    public List<RuntimeContainer> running() {
        return containers.stream().filter(RuntimeContainer::running).toList();
    }

    public Optional<SandboxStatus> sandbox() {
        return sandboxes.stream().findFirst();
    }

    public Optional<SandboxStatus> readySandbox() {
        return sandbox().filter(SandboxStatus::ready);
    }

    public List<String> ips() {
        return readySandbox().map(SandboxStatus::ips).orElse(List.of());
    }

    public boolean isEmpty() {
        return sandboxes.isEmpty() && containers.isEmpty();
    }
}
