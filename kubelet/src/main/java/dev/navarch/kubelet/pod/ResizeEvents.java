package dev.navarch.kubelet.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.navarch.kubelet.event.EventRecorder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of a resize: each ends in the resources that it is about, as JSON. */
record ResizeEvents(EventRecorder events) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void started(Pod pod) {
        events.normal(
                EventRecorder.about(pod),
                "ResizeStarted",
                "Pod resize started" + summary(pod, pod.getMetadata().getGeneration(), ""));
    }

    void completed(Pod pod, long generation) {
        events.normal(
                EventRecorder.about(pod), "ResizeCompleted", "Pod resize completed" + summary(pod, generation, ""));
    }

    void deferred(Pod pod, String message) {
        events.warning(
                EventRecorder.about(pod),
                "ResizeDeferred",
                "Pod resize Deferred" + summary(pod, pod.getMetadata().getGeneration(), message));
    }

    void failed(Pod pod, String message) {
        events.warning(
                EventRecorder.about(pod),
                "ResizeError",
                "Pod resize error" + summary(pod, pod.getMetadata().getGeneration(), message));
    }

    private static String summary(Pod pod, long generation, String error) {
        Map<String, Object> summary = new LinkedHashMap<>();
        put(summary, "initContainers", pod.getSpec().getInitContainers());
        put(summary, "containers", pod.getSpec().getContainers());
        summary.put("generation", generation);
        if (!error.isEmpty()) {
            summary.put("error", error);
        }
        try {
            return ": " + JSON.writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static void put(Map<String, Object> summary, String name, List<Container> containers) {
        if (!containers.isEmpty()) {
            summary.put(name, containers.stream().map(ResizeEvents::allocation).toList());
        }
    }

    private static Map<String, Object> allocation(Container container) {
        Map<String, Object> allocation = new LinkedHashMap<>();
        allocation.put("name", container.getName());
        allocation.put("resources", container.getResources() == null ? Map.of() : container.getResources());
        return allocation;
    }
}
