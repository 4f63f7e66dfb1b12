package dev.navarch.controllers.scheduler.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link ApiCalls} over HTTP. At most {@value #CONCURRENT} calls are under way at a time, the others wait their turn. */
public final class KubernetesApi implements ApiCalls {

    private static final int CONCURRENT = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_RETRY = Duration.ofMillis(10);
    private static final Set<Integer> RETRIABLE = Set.of(409, 500, 503, 0);
    private static final String JSON = "application/json";
    private static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

    private final HttpClient http;
    private final String master;
    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesSerialization serialization;
    private final Semaphore turns = new Semaphore(CONCURRENT);

    public KubernetesApi(KubernetesClient client) {
        this.http = client.getHttpClient();
        this.serialization = client.getKubernetesSerialization();
        String url = client.getMasterUrl().toString();
        this.master = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public void bind(Pod pod, String nodeName) {
        ObjectNode binding = JsonNodeFactory.instance.objectNode();
        binding.put("apiVersion", "v1").put("kind", "Binding");
        ObjectMeta meta = pod.getMetadata();
        binding.putObject("metadata")
                .put("namespace", meta.getNamespace())
                .put("name", meta.getName())
                .put("uid", meta.getUid());
        binding.putObject("target").put("kind", "Node").put("name", nodeName);
        send("POST", podPath(pod) + "/binding", JSON, binding);
    }

    @Override
    public void patchPodStatus(Pod pod, ObjectNode patch) {
        Duration pause = FIRST_RETRY;
        for (int attempt = 1; ; attempt++) {
            try {
                send("PATCH", podPath(pod) + "/status", STRATEGIC_MERGE_PATCH, patch);
                return;
            } catch (KubernetesClientException e) {
                if (attempt == ATTEMPTS || !RETRIABLE.contains(e.getCode())) {
                    throw e;
                }
            }
            sleep(pause);
            pause = pause.multipliedBy(5);
        }
    }

    @Override
    public void deletePod(Pod pod) {
        send("DELETE", podPath(pod), JSON, JsonNodeFactory.instance.objectNode());
    }

    @Override
    public PersistentVolume update(PersistentVolume volume) {
        String path = "/api/v1/persistentvolumes/" + volume.getMetadata().getName();
        return put(path, volume, PersistentVolume.class);
    }

    @Override
    public PersistentVolumeClaim update(PersistentVolumeClaim claim) {
        String path = "/api/v1/namespaces/" + claim.getMetadata().getNamespace() + "/persistentvolumeclaims/"
                + claim.getMetadata().getName();
        return put(path, claim, PersistentVolumeClaim.class);
    }

    private <T extends HasMetadata> T put(String path, T object, Class<T> type) {
        ObjectNode body = serialization.convertValue(object, ObjectNode.class);
        byte[] answer = send("PUT", path, JSON, body);
        return serialization.unmarshal(new String(answer, StandardCharsets.UTF_8), type);
    }

    @Override
    public void createEvent(String namespace, ObjectNode event) {
        send("POST", "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events", JSON, event);
    }

    @Override
    public void patchEvent(String namespace, String name, ObjectNode patch) {
        send(
                "PATCH",
                "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events/" + name,
                STRATEGIC_MERGE_PATCH,
                patch);
    }

    private static String podPath(Pod pod) {
        return "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
    }

    private byte[] send(String method, String path, String contentType, ObjectNode body) {
        try {
            turns.acquire();
            try {
                HttpRequest request = http.newHttpRequestBuilder()
                        .uri(master + path)
                        .header("Accept", JSON)
                        .method(method, contentType, mapper.writeValueAsString(body))
                        .build();
                HttpResponse<byte[]> response =
                        http.sendAsync(request, byte[].class).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                if (!response.isSuccessful()) {
                    throw refusal(response);
                }
                return response.body() == null ? new byte[0] : response.body();
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KubernetesClientException(method + " " + master + path + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new KubernetesClientException(method + " " + master + path + ": no answer in " + TIMEOUT, e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private KubernetesClientException refusal(HttpResponse<byte[]> response) {
        byte[] body = response.body() == null ? new byte[0] : response.body();
        try {
            Status status = mapper.readValue(body, Status.class);
            return new KubernetesClientException(status.getMessage(), response.code(), status);
        } catch (java.io.IOException e) {
            return new KubernetesClientException(
                    new String(body, StandardCharsets.UTF_8), response.code(), new Status());
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
    }
}
