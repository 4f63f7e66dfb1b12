package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is answered with a Status that says so; nothing of it hurts the next request. */
class BadInputIT {

    private static final Cluster CLUSTER = Cluster.named("bad");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Running proxy;
    private static String base = "";

    @BeforeAll
    static void start() {
        CLUSTER.up("--api-only");
        proxy = CLUSTER.start(Kubectl.DEFAULT.toString(), "proxy", "--port=0");
        base = "http://127.0.0.1:" + proxy.printed("127\\.0\\.0\\.1:(\\d+)");
    }

    @AfterAll
    static void stop() {
        proxy.close();
        CLUSTER.close();
    }

    private static HttpResponse<String> send(String method, String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", contentType)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        return send(method, path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer must be a Status of that code and reason. */
    private static String status(int code, String reason, HttpResponse<String> response) throws IOException {
        assertEquals(code, response.statusCode(), response.body());
        JsonNode status = JSON.readTree(response.body());
        assertEquals("Status", status.path("kind").asText(), response.body());
        assertEquals("Failure", status.path("status").asText());
        assertEquals(code, status.path("code").asInt());
        assertEquals(reason, status.path("reason").asText(), response.body());
        return status.path("message").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"kind\":\"ConfigMap\",",
                "application/json | [1, 2]",
                "application/json | ``",
                "application/yaml | a: [b",
                "application/vnd.kubernetes.protobuf | k8s",
                "application/json | {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"}}",
                "application/json | {\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}",
                "application/json | {\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":5}}"
            })
    void a_body_that_cannot_be_understood_is_a_bad_request(String contentType, String body)
            throws IOException, InterruptedException {
        status(400, "BadRequest", send("POST", CONFIG_MAPS, contentType, body));
    }

    @Test
    void unknown_types_and_methods_and_paths_are_told_apart() throws IOException, InterruptedException {
        status(415, "UnsupportedMediaType", send("POST", CONFIG_MAPS, "text/html", "<html>"));
        status(405, "MethodNotAllowed", send("PUT", CONFIG_MAPS, "application/json", "{}"));
        assertEquals(
                404,
                send("GET", "/apis/nothing.example/v1/things", "application/json", "")
                        .statusCode());
        status(404, "NotFound", send("GET", CONFIG_MAPS + "/nothing", "application/json", ""));
        status(415, "UnsupportedMediaType", send("PATCH", CONFIG_MAPS + "/kube-root-ca.crt", "application/json", "{}"));
    }

    @Test
    void an_oversized_body_is_refused() throws IOException, InterruptedException {
        String large =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"large\"},\"data\":{\"k\":\""
                        + "x".repeat(4 << 20) + "\"}}";
        status(413, "RequestEntityTooLarge", send("POST", CONFIG_MAPS, "application/json", large));
        String tooMuch = large.replace("x".repeat(4 << 20), "x".repeat(2 << 20));
        HttpResponse<String> refused = send("POST", CONFIG_MAPS, "application/json", tooMuch);
        assertTrue(refused.statusCode() == 422 || refused.statusCode() == 413, refused.body());
        assertEquals("Status", JSON.readTree(refused.body()).path("kind").asText());
    }

    @Test
    void unknown_fields_are_refused_where_that_is_asked_and_warned_of_otherwise()
            throws IOException, InterruptedException {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"fields\"},\"dota\":{}}";
        String message = status(
                400, "BadRequest", send("POST", CONFIG_MAPS + "?fieldValidation=Strict", "application/json", body));
        assertTrue(message.contains("strict decoding error: unknown field \"dota\""), message);
        HttpResponse<String> warned = send("POST", CONFIG_MAPS + "?fieldValidation=Warn", "application/json", body);
        assertEquals(201, warned.statusCode());
        assertTrue(warned.headers().firstValue("Warning").orElse("").contains("unknown field \\\"dota\\\""));
    }

    @ParameterizedTest
    @CsvSource({
        "labelSelector=a%3D%3D%3Db",
        "labelSelector=%21%21",
        "fieldSelector=spec.nothing%3Dx",
        "limit=many",
        "resourceVersion=old",
        "resourceVersionMatch=Exact"
    })
    void selectors_and_options_that_mean_nothing_are_refused(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", CONFIG_MAPS + "?" + query, "application/json", "");
        assertTrue(response.statusCode() == 400 || response.statusCode() == 422, response.body());
        assertEquals("Status", JSON.readTree(response.body()).path("kind").asText());
    }

    @Test
    void an_invalid_object_names_each_field() throws IOException, InterruptedException {
        HttpResponse<String> response = send(
                "POST",
                CONFIG_MAPS,
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"Not_A_Name\",\"labels\":{\"-\":\"x\"}}}");
        status(422, "Invalid", response);
        List<String> fields =
                JSON.readTree(response.body()).path("details").path("causes").findValuesAsText("field");
        assertTrue(fields.contains("metadata.name") && fields.contains("metadata.labels"), response.body());
    }

    @Test
    void a_patch_that_does_not_fit_is_refused() throws IOException, InterruptedException {
        assertEquals(
                201,
                send("POST", CONFIG_MAPS, "application/json", "{\"metadata\":{\"name\":\"patched\"}}")
                        .statusCode());
        String path = CONFIG_MAPS + "/patched";
        status(400, "BadRequest", send("PATCH", path, "application/merge-patch+json", "{\"data\":"));
        status(
                422,
                "Invalid",
                send(
                        "PATCH",
                        path,
                        "application/json-patch+json",
                        "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"b\"}]"));
    }

    @Test
    void clients_that_vanish_or_dawdle_do_not_keep_others_waiting() throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket("127.0.0.1", CLUSTER.port());
            socket.getOutputStream().write(new byte[] {22, 3, 1});
            sockets.add(socket);
        }
        for (int i = 0; i < 10; i++) {
            try (Running watch = CLUSTER.start(Kubectl.DEFAULT.toString(), "get", "namespaces", "--watch")) {
                if (i == 9) {
                    watch.printed("default +Active");
                }
            }
        }
        assertEquals(200, send("GET", CONFIG_MAPS, "application/json", "").statusCode());
        for (Socket socket : sockets) {
            socket.close();
        }
        assertEquals(200, send("GET", "/readyz", "application/json", "").statusCode());
    }
}
