package dev.navarch.kubelet.container;

import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.image.ImagePullException;
import dev.navarch.kubelet.image.ImagePuller;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ImageStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls, creates and starts one container and runs its postStart hook, with an event for each step. */
public final class ContainerStarter {
    private static final Logger log = LoggerFactory.getLogger(ContainerStarter.class);

    private final ContainerRuntime runtime;
    private final ImagePuller images;
    private final ContainerConfigFactory configs;
    private final LifecycleHooks hooks;
    private final EventRecorder events;

    public ContainerStarter(
            ContainerRuntime runtime,
            ImagePuller images,
            ContainerConfigFactory configs,
            LifecycleHooks hooks,
            EventRecorder events) {
        this.runtime = runtime;
        this.images = images;
        this.configs = configs;
        this.hooks = hooks;
        this.events = events;
    }

    /**
     * Starts it and waits for its hook.
     *
     * @return the id of the started container
     * @throws ContainerConfigException with the waiting state's reason
     */
    public String start(ContainerConfigFactory.Start start, Cancellation cancellation)
            throws ContainerConfigException, InterruptedException {
        ObjectReference about = EventRecorder.about(
                start.pod(), PodFacts.fieldPath(start.pod(), start.container().getName()));
        ImageStatus image = cancellation.call(() -> pull(start.pod(), start.container()));
        ContainerConfig config = config(start, image, about);
        String id = create(config, about);
        events.normal(about, "Created", "Container created");
        start(id, about);
        events.normal(about, "Started", "Container started");
        postStart(start, id, about, cancellation);
        return id;
    }

    private ImageStatus pull(Pod pod, Container container) throws ContainerConfigException {
        try {
            return images.ensure(pod, container);
        } catch (ImagePullException e) {
            events.warning(
                    EventRecorder.about(pod, PodFacts.fieldPath(pod, container.getName())),
                    "Failed",
                    "Error: " + e.reason());
            throw new ContainerConfigException(e.reason(), e.text());
        }
    }

    private ContainerConfig config(ContainerConfigFactory.Start start, ImageStatus image, ObjectReference about)
            throws ContainerConfigException {
        try {
            return configs.create(start, image);
        } catch (ContainerConfigException e) {
            events.warning(about, "Failed", "Error: " + e.text());
            throw e;
        }
    }

    private String create(ContainerConfig config, ObjectReference about) throws ContainerConfigException {
        try {
            return runtime.createContainer(config);
        } catch (ContainerRuntimeException | IllegalArgumentException e) {
            events.warning(about, "Failed", "Error: " + e.getMessage());
            throw new ContainerConfigException("CreateContainerError", String.valueOf(e.getMessage()));
        }
    }

    private void start(String id, ObjectReference about) throws ContainerConfigException {
        try {
            runtime.startContainer(id);
        } catch (ContainerRuntimeException e) {
            events.warning(about, "Failed", "Error: " + e.getMessage());
            throw new ContainerConfigException("RunContainerError", String.valueOf(e.getMessage()));
        }
    }

    private void postStart(
            ContainerConfigFactory.Start start, String id, ObjectReference about, Cancellation cancellation)
            throws ContainerConfigException, InterruptedException {
        LifecycleHandler handler = start.container().getLifecycle() == null
                ? null
                : start.container().getLifecycle().getPostStart();
        if (handler == null) {
            return;
        }
        try {
            cancellation.call(() -> {
                hooks.run(handler, id, start.container(), start.podIps());
                return true;
            });
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("pod", start.pod().getMetadata().getName())
                    .setCause(e)
                    .log("postStart hook failed");
            events.warning(about, "FailedPostStartHook", "PostStartHook failed");
            events.normal(about, "Killing", "FailedPostStartHook");
            stop(id, PodFacts.gracePeriodSeconds(start.pod()));
            throw new ContainerConfigException("PostStartHookError", "PostStartHook failed");
        }
    }

    private void stop(String id, long graceSeconds) {
        try {
            runtime.stopContainer(id, Duration.ofSeconds(graceSeconds));
        } catch (ContainerRuntimeException e) {
            log.atWarn()
                    .addKeyValue("container", id)
                    .setCause(e)
                    .log("container with a failed postStart hook not stopped");
        }
    }
}
