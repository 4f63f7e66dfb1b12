package dev.navarch.kubelet.runtime.docker;

import dev.navarch.kubelet.runtime.PodRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that make Docker the record of what this kubelet runs; the names are upstream's. */
final class DockerLabels {
    static final String POD_NAME = "io.kubernetes.pod.name";
    static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    static final String POD_UID = "io.kubernetes.pod.uid";
    static final String CONTAINER_NAME = "io.kubernetes.container.name";
    static final String RESTART_COUNT = "io.kubernetes.container.restartCount";
    static final String HASH = "io.kubernetes.container.hash";
    static final String SANDBOX_ID = "io.kubernetes.sandbox.id";
    static final String TYPE = "io.kubernetes.docker.type";
    static final String TYPE_SANDBOX = "podsandbox";
    static final String TYPE_CONTAINER = "container";
    /** Whose container it is: the root directory of the kubelet that made it. */
    static final String OWNER = "dev.navarch.kubelet.root";

    private DockerLabels() {}

    static Map<String, String> of(String owner, PodRef pod, String container, String type, int attempt) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(OWNER, owner);
        labels.put(POD_NAME, pod.name());
        labels.put(POD_NAMESPACE, pod.namespace());
        labels.put(POD_UID, pod.uid());
        labels.put(CONTAINER_NAME, container);
        labels.put(TYPE, type);
        labels.put(RESTART_COUNT, Integer.toString(attempt));
        return labels;
    }

    static PodRef pod(Map<String, String> labels) {
        return new PodRef(
                labels.getOrDefault(POD_NAMESPACE, ""),
                labels.getOrDefault(POD_NAME, ""),
                labels.getOrDefault(POD_UID, ""));
    }

    static int attempt(Map<String, String> labels) {
        return Integer.parseInt(labels.getOrDefault(RESTART_COUNT, "0"));
    }

    /** As dockershim named containers, so that {@code docker ps} reads as it always did. */
    static String containerName(String container, PodRef pod, int attempt) {
        return "k8s_" + container + "_" + pod.name() + "_" + pod.namespace() + "_" + pod.uid() + "_" + attempt;
    }
}
