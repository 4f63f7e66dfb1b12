package dev.navarch.controllers.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests on resources of any kind that are known by discovery only, with their objects cut down to who they are. All
 * methods block, and throw {@link KubernetesClientException} where the API server answers with an error.
 */
public final class MetadataClient {

    private static final String AS_OBJECT =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
    private static final String AS_LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int PAGE = 500;
    private static final int ANSWER_SECONDS = 60;

    private final KubernetesClient client;

    public MetadataClient(KubernetesClient client) {
        this.client = client;
    }

    public JsonNode getJson(String path, String accept) {
        return parse(body(send(request(path).header("Accept", accept).build())), JsonNode.class);
    }

    public ObjectMetadata get(ResourceType type, @Nullable String namespace, String name) {
        byte[] body = body(send(
                request(type.path(namespace, name)).header("Accept", AS_OBJECT).build()));
        return parse(body, Item.class).metadata();
    }

    /** All objects, over all namespaces where none is given, with the resource version of the list. */
    public Listing list(ResourceType type, @Nullable String namespace) {
        List<ObjectMetadata> objects = new ArrayList<>();
        String next = "";
        String resourceVersion;
        do {
            String query = "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + next);
            byte[] body = body(send(request(type.path(namespace, null) + query)
                    .header("Accept", AS_LIST)
                    .build()));
            Page page = parse(body, Page.class);
            page.items().forEach(item -> objects.add(item.metadata()));
            resourceVersion = page.metadata().resourceVersion();
            next = page.metadata().continueToken();
        } while (!next.isEmpty());
        return new Listing(objects, resourceVersion);
    }

    public void delete(ResourceType type, @Nullable String namespace, String name, String options) {
        var _ = send(request(type.path(namespace, name))
                .method("DELETE", "application/json", options)
                .build());
    }

    public void deleteCollection(ResourceType type, String namespace, String options) {
        var _ = send(request(type.path(namespace, null))
                .method("DELETE", "application/json", options)
                .build());
    }

    void patch(String path, String contentType, String patch) {
        var _ = send(request(path).method("PATCH", contentType, patch).build());
    }

    public ObjectMetadata patch(
            ResourceType type, @Nullable String namespace, String name, String contentType, String patch) {
        byte[] body = body(send(request(type.path(namespace, name))
                .header("Accept", AS_OBJECT)
                .method("PATCH", contentType, patch)
                .build()));
        return parse(body, Item.class).metadata();
    }

    /**
     * Opens a watch from a resource version. Reading from it blocks until something happens or the server ends it.
     *
     * @throws KubernetesClientException also with code 410 where the version is too old
     */
    public MetadataWatch watch(ResourceType type, String resourceVersion, int timeoutSeconds) {
        String query = "?watch=true&allowWatchBookmarks=true&resourceVersion=" + resourceVersion + "&timeoutSeconds="
                + timeoutSeconds;
        HttpResponse<InputStream> response = await(client.getHttpClient()
                .sendAsync(
                        request(type.path(null, null) + query)
                                .forStreaming()
                                .header("Accept", AS_OBJECT)
                                .build(),
                        InputStream.class));
        InputStream stream = response.body();
        try {
            if (!response.isSuccessful()) {
                try (stream) {
                    throw failure(response.code(), stream.readAllBytes());
                }
            }
            return new MetadataWatch(
                    stream, JSON.readerFor(MetadataWatch.Event.class).readValues(stream));
        } catch (IOException e) {
            throw new KubernetesClientException("The watch of " + type.dotted() + " broke", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        URI base = URI.create(client.getMasterUrl().toString());
        return client.getHttpClient().newHttpRequestBuilder().uri(base.resolve(path));
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        HttpResponse<byte[]> response = await(client.getHttpClient().sendAsync(request, byte[].class));
        if (!response.isSuccessful()) {
            throw failure(response.code(), body(response));
        }
        return response;
    }

    private static byte[] body(HttpResponse<byte[]> response) {
        return Objects.requireNonNullElse(response.body(), new byte[0]);
    }

    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> response) {
        try {
            return response.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.cancel(true);
            throw new KubernetesClientException("interrupted while the API server was asked", e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new KubernetesClientException("the API server gave no answer in " + ANSWER_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new KubernetesClientException("the API server cannot be reached", e.getCause());
        }
    }

    private static KubernetesClientException failure(int code, byte[] body) {
        try {
            Status status = JSON.readValue(body, Status.class);
            if (status != null && status.getMessage() != null) {
                return new KubernetesClientException(status.getMessage(), code, status);
            }
        } catch (IOException e) {
            // Not a Status: a proxy's page, or nothing at all. The code is what there is to tell.
        }
        return new KubernetesClientException("the API server answered with code " + code, code, null);
    }

    private static <T> T parse(byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new KubernetesClientException("the API server's answer is not what was asked for", e);
        } catch (IOException e) {
            throw new KubernetesClientException("the API server's answer cannot be read", e);
        }
    }

    public record Listing(List<ObjectMetadata> objects, String resourceVersion) {}

    record Item(ObjectMetadata metadata) {}

    record Page(PageMetadata metadata, List<Item> items) {
        Page {
            items = items == null ? List.of() : items;
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PageMetadata(
            String resourceVersion,
            @JsonProperty("continue") String continueToken) {
        PageMetadata {
            continueToken = Objects.requireNonNullElse(continueToken, "");
        }
    }

    static <T> @Nullable T next(MappingIterator<T> values) throws IOException {
        return values.hasNextValue() ? values.nextValue() : null;
    }
}
