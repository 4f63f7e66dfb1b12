package dev.navarch.controllers.scheduler.plugins.defaultbinder;

import dev.navarch.controllers.scheduler.framework.BindPlugin;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** {@code DefaultBinder}. */
public final class DefaultBinder implements BindPlugin {

    public static final String NAME = "DefaultBinder";

    private final Handle handle;

    public DefaultBinder(Handle handle) {
        this.handle = handle;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status bind(CycleState state, PodInfo pod, String nodeName) {
        try {
            handle.api().bind(pod.pod(), nodeName);
            return Status.SUCCESS;
        } catch (KubernetesClientException e) {
            return Status.error(e);
        }
    }
}
