package dev.navarch.kubelet.server;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.pod.PodWorkers;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Finds the pod and container that a request names. */
final class PodAccess {
    private final PodWorkers workers;
    private final ContainerRuntime runtime;

    PodAccess(PodWorkers workers, ContainerRuntime runtime) {
        this.workers = workers;
        this.runtime = runtime;
    }

    ContainerRuntime runtime() {
        return runtime;
    }

    List<Pod> pods() {
        return workers.pods();
    }

    /** Asks for {@code /verb/namespace/pod[/uid][/container]}. */
    Pod pod(List<String> path) throws HttpError {
        if (path.size() < 2) {
            throw new HttpError(404, "404 page not found");
        }
        return workers.pod(path.get(0), path.get(1)).orElseThrow(() -> new HttpError(404, "pod does not exist"));
    }

    PodRuntimeStatus status(Pod pod) throws HttpError {
        try {
            return runtime.podStatus(PodFacts.ref(pod));
        } catch (ContainerRuntimeException e) {
            throw new HttpError(500, String.valueOf(e.getMessage()));
        }
    }

    /** The container of that name that runs. */
    RuntimeContainer running(Pod pod, String name) throws HttpError {
        return status(pod)
                .container(name)
                .filter(RuntimeContainer::running)
                .orElseThrow(() -> new HttpError(404, "container not found (\"" + name + "\")"));
    }

    SandboxStatus sandbox(Pod pod) throws HttpError {
        return status(pod)
                .readySandbox()
                .orElseThrow(() -> new HttpError(
                        404,
                        "failed to find sandbox for pod \"" + pod.getMetadata().getName()
                                + "\" in the store: not found"));
    }
}
