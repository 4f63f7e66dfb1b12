package dev.navarch.kubelet.node;

import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.RuntimeInfo;
import java.util.Optional;

/** Whether the container runtime answers. Thread-safe. */
public final class RuntimeHealth {
    private final ContainerRuntime runtime;
    private volatile Optional<RuntimeInfo> info = Optional.empty();
    private volatile String trouble = "container runtime status check may not have completed yet";

    public RuntimeHealth(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /** Asks it. */
    public void check() {
        try {
            info = Optional.of(runtime.info());
            trouble = "";
        } catch (ContainerRuntimeException e) {
            trouble = "container runtime is down";
        }
    }

    /** Empty while all is well. */
    public String trouble() {
        return trouble;
    }

    /** What it said of itself when it last answered. */
    public Optional<RuntimeInfo> info() {
        return info;
    }
}
