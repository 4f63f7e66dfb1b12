package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerConfig.Resources;
import dev.navarch.kubelet.runtime.PodRef;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.RuntimeContainer.State;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Pods and what a runtime has of them. */
final class TestPods {

    static final PodRef REF = new PodRef("ns", "web", "uid-1");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final SandboxStatus SANDBOX =
            new SandboxStatus("sandbox", REF, 0, true, false, START, List.of("10.244.0.5"));

    private TestPods() {}

    /** The pod whose specification that YAML is. */
    static Pod pod(String spec) {
        return Serialization.unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ns, uid: uid-1, generation: 1}\nspec:\n"
                        + spec.indent(2),
                Pod.class);
    }

    static PodRuntimeStatus runtime(RuntimeContainer... newestFirst) {
        return new PodRuntimeStatus(REF, List.of(SANDBOX), Arrays.asList(newestFirst));
    }

    static RuntimeContainer running(Pod pod, String name, int attempt) {
        return container(pod, name, attempt, State.RUNNING, 0);
    }

    static RuntimeContainer exited(Pod pod, String name, int attempt, int code) {
        return container(pod, name, attempt, State.EXITED, code);
    }

    private static RuntimeContainer container(Pod pod, String name, int attempt, State state, int code) {
        Container container = PodFacts.container(pod, name).orElseThrow();
        boolean exited = state == State.EXITED;
        return new RuntimeContainer(
                name + "-" + attempt,
                name,
                attempt,
                ContainerHash.of(container),
                state,
                START.plusSeconds(attempt),
                START.plusSeconds(attempt),
                exited ? START.plusSeconds(attempt + 1) : null,
                code,
                exited ? code == 0 ? "Completed" : "Error" : "",
                "",
                "busybox",
                "sha256:1",
                figures(pod, container),
                Map.of());
    }

    /** Figures that differ when requests or limits do, by simpler rules than the real ones. */
    static Resources figures(Pod pod, Container container) {
        return new Resources(
                amount(container, true, "cpu"),
                100_000,
                amount(container, false, "cpu") * 100,
                amount(container, false, "memory"),
                0,
                0);
    }

    private static long amount(Container container, boolean request, String name) {
        if (container.getResources() == null) {
            return 0;
        }
        var amounts = request
                ? container.getResources().getRequests()
                : container.getResources().getLimits();
        if (amounts == null || !amounts.containsKey(name)) {
            return 0;
        }
        BigDecimal amount = amounts.get(name).getNumericalAmount();
        return (name.equals("cpu") ? amount.movePointRight(3) : amount).longValue();
    }
}
