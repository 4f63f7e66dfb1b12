package dev.navarch.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that are asked over HTTPS. */
class AdmissionWebhookIT {

    private static final String HOOKS = "/apis/admissionregistration.k8s.io/v1/";
    private static final String MUTATING = HOOKS + "mutatingwebhookconfigurations";
    private static final String VALIDATING = HOOKS + "validatingwebhookconfigurations";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    private static Path directory;

    private static CustomResourceServer server;
    private static HttpsRequests requests;
    private static HookServer hooks;

    @BeforeAll
    static void start() throws Exception {
        server = CustomResourceServer.start(0, directory);
        requests = HttpsRequests.of(server);
        hooks = new HookServer();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (hooks != null) {
            hooks.close();
        }
    }

    @AfterEach
    void no_hook_is_left() throws Exception {
        requests.delete(MUTATING);
        requests.delete(VALIDATING);
        requests.delete(CONFIG_MAPS);
    }

    @Test
    void a_validating_hook_refuses_with_its_own_words() throws Exception {
        hooks.on("/deny", (request, response) -> {
            response.put("allowed", false);
            response.putObject("status").put("message", "not today").put("code", 418);
        });
        configure(VALIDATING, "deny", "/deny", "");
        HttpsRequests.Answer answer = create("a");
        assertEquals(418, answer.status());
        assertEquals(
                "admission webhook \"deny.example.com\" denied the request: not today",
                answer.body().get("message").asText());
    }

    @Test
    void a_mutating_hook_changes_what_is_stored() throws Exception {
        hooks.on(
                "/add",
                (request, response) -> HookServer.patch(
                        response,
                        "[{'op':'add','path':'/data','value':{'added':'"
                                + request.path("name").asText("") + "'}}]"));
        configure(MUTATING, "add", "/add", "");
        assertEquals("b", create("b").body().at("/data/added").asText());
        assertEquals(
                "b", requests.get(CONFIG_MAPS + "/b").body().at("/data/added").asText());
    }

    @Test
    void a_hook_is_told_who_does_what_to_which_object() throws Exception {
        var seen = new CopyOnWriteArrayList<JsonNode>();
        hooks.on("/see", (request, response) -> seen.add(request));
        configure(VALIDATING, "see", "/see", "");
        create("c");
        assertTrue(requests.delete(CONFIG_MAPS + "/c").status() < 300);
        JsonNode created = seen.get(0);
        assertEquals("CREATE", created.get("operation").asText());
        assertEquals("admin", created.at("/userInfo/username").asText());
        assertEquals("c", created.at("/object/metadata/name").asText());
        assertTrue(created.get("oldObject").isNull());
        JsonNode deleted = seen.get(1);
        assertEquals("DELETE", deleted.get("operation").asText());
        assertEquals("c", deleted.at("/oldObject/metadata/name").asText());
        assertTrue(deleted.get("object").isNull());
    }

    @Test
    void a_hook_that_is_not_there_stops_writes_unless_it_fails_open() throws Exception {
        configure(VALIDATING, "gone", "/gone", "");
        HttpsRequests.Answer closed = create("d");
        assertEquals(500, closed.status());
        assertTrue(
                closed.body()
                        .get("message")
                        .asText()
                        .startsWith(
                                "Internal error occurred: failed calling webhook \"gone.example.com\": failed to call"
                                        + " webhook: the server could not find the requested resource"),
                closed.text());
        requests.delete(VALIDATING + "/gone");
        configure(VALIDATING, "open", "/gone", "'failurePolicy':'Ignore',");
        assertEquals(201, create("d").status());
    }

    @Test
    void a_slow_hook_is_waited_for_no_longer_than_its_timeout() throws Exception {
        var end = new CountDownLatch(1);
        hooks.on("/slow", (request, response) -> awaitLatch(end));
        configure(VALIDATING, "slow", "/slow", "'timeoutSeconds':1,");
        HttpsRequests.Answer answer = create("e");
        end.countDown();
        assertEquals(500, answer.status());
        assertTrue(
                answer.body().get("message").asText().endsWith("?timeout=1s\": context deadline exceeded"),
                answer.text());
    }

    @Test
    void selectors_say_which_objects_a_hook_wants_to_know_of() throws Exception {
        hooks.on("/deny", (request, response) -> response.put("allowed", false));
        configure(VALIDATING, "choosy", "/deny", "'objectSelector':{'matchLabels':{'checked':'yes'}},");
        assertEquals(201, create("f").status());
        ObjectNode labelled = configMap("g");
        labelled.withObject("/metadata/labels").put("checked", "yes");
        HttpsRequests.Answer refused = requests.post(CONFIG_MAPS, labelled);
        assertEquals(400, refused.status());
        assertEquals(
                "admission webhook \"choosy.example.com\" denied the request without explanation",
                refused.body().get("message").asText());
    }

    @Test
    void a_hook_that_asks_for_it_sees_what_later_hooks_changed() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        hooks.on(
                "/first",
                (request, response) -> seen.add(request.at("/object/data").toString()));
        hooks.on(
                "/second",
                (request, response) ->
                        HookServer.patch(response, "[{'op':'add','path':'/data','value':{'late':'yes'}}]"));
        configure(MUTATING, "a-first", "/first", "'reinvocationPolicy':'IfNeeded',");
        configure(MUTATING, "b-second", "/second", "");
        create("h");
        assertEquals(java.util.List.of("", "{\"late\":\"yes\"}"), seen);
    }

    @Test
    void hooks_without_side_effects_are_asked_in_a_dry_run() throws Exception {
        hooks.on(
                "/dry",
                (request, response) ->
                        response.put("allowed", !request.get("dryRun").asBoolean()));
        configure(VALIDATING, "dry", "/dry", "");
        assertEquals(
                400, requests.post(CONFIG_MAPS + "?dryRun=All", configMap("i")).status());
        assertEquals(201, create("i").status());
    }

    @Test
    void a_broken_hook_can_be_taken_away() throws Exception {
        configure(VALIDATING, "all", "/gone", "", "*");
        assertEquals(500, create("j").status());
        assertEquals(200, requests.delete(VALIDATING + "/all").status());
        assertEquals(201, create("j").status());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            var _ = latch.await(20, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void configure(String path, String name, String hook, String more) throws Exception {
        configure(path, name, hook, more, "configmaps");
    }

    private static void configure(String path, String name, String hook, String more, String resource)
            throws Exception {
        String kind = path.equals(MUTATING) ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration";
        ObjectNode configuration =
                HttpsRequests.json("""
                {'apiVersion':'admissionregistration.k8s.io/v1','kind':'%s','metadata':{'name':'%s'},
                 'webhooks':[{'name':'%s.example.com','clientConfig':{'url':'%s','caBundle':'%s'},%s
                  'admissionReviewVersions':['v1'],'sideEffects':'None',
                  'rules':[{'operations':['*'],'apiGroups':['*'],'apiVersions':['*'],'resources':['%s']}]}]}
                """.formatted(kind, name, name, hooks.url(hook), hooks.caBundle(), more, resource));
        HttpsRequests.Answer answer = requests.post(path, configuration);
        assertEquals(201, answer.status(), answer.text());
    }

    private static ObjectNode configMap(String name) {
        return HttpsRequests.json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'}}");
    }

    private static HttpsRequests.Answer create(String name) throws Exception {
        return requests.post(CONFIG_MAPS, configMap(name));
    }
}
