package dev.navarch.crds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of custom resources between which a server converts. */
class ConversionWebhookIT {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

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
        hooks.on("/convert", ConversionWebhookIT::convert);
        hooks.on(
                "/refuse",
                (request, response) ->
                        response.putObject("result").put("status", "Failure").put("message", "no way"));
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

    @Test
    void an_object_is_read_in_the_other_version_as_the_server_converts_it() throws Exception {
        define("alpha", "/convert");
        assertEquals(201, create("alpha", "v1", "a", "'host':'example.com'").status());
        assertEquals("example.com", read("alpha", "v2", "a").at("/spec/address").asText());
        assertEquals(
                "v2", read("alpha", "v2", "a").at("/metadata/labels/converted").asText());
    }

    @Test
    void an_object_is_stored_in_one_version_whichever_it_was_written_in() throws Exception {
        define("beta", "/convert");
        assertEquals(201, create("beta", "v2", "a", "'address':'example.org'").status());
        assertEquals("example.org", read("beta", "v1", "a").at("/spec/host").asText());
        JsonNode list = requests.get(path("beta", "v2")).body().at("/items/0");
        assertEquals("example.org", list.at("/spec/address").asText());
    }

    @Test
    void what_the_server_says_of_a_failed_conversion_is_told() throws Exception {
        define("gamma", "/refuse");
        HttpsRequests.Answer answer = create("gamma", "v2", "a", "'address':'x'");
        assertEquals(500, answer.status());
        assertTrue(
                answer.body()
                        .get("message")
                        .asText()
                        .startsWith("conversion webhook for gamma.example.com/v2, Kind=Widget failed: no way"),
                answer.text());
    }

    private static void convert(ObjectNode request, ObjectNode response) {
        String wanted = request.get("desiredAPIVersion").asText();
        response.putObject("result").put("status", "Success");
        for (JsonNode object : request.get("objects")) {
            ObjectNode converted = object.deepCopy();
            converted.put("apiVersion", wanted);
            ObjectNode spec = converted.withObject("/spec");
            JsonNode value = spec.has("host") ? spec.remove("host") : spec.remove("address");
            spec.set(wanted.endsWith("v1") ? "host" : "address", value);
            converted.withObject("/metadata/labels").put("converted", wanted.substring(wanted.indexOf('/') + 1));
            response.withArray("convertedObjects").add(converted);
        }
    }

    private static void define(String group, String hook) throws Exception {
        ObjectNode definition = HttpsRequests.json("""
                {'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',
                 'metadata':{'name':'widgets.%s.example.com'},
                 'spec':{'group':'%s.example.com','scope':'Namespaced','names':{'plural':'widgets','kind':'Widget'},
                  'conversion':{'strategy':'Webhook','webhook':{'conversionReviewVersions':['v1'],
                   'clientConfig':{'url':'%s','caBundle':'%s'}}},
                  'versions':[
                   {'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object','properties':{
                    'spec':{'type':'object','properties':{'host':{'type':'string'}}}}}}},
                   {'name':'v2','served':true,'storage':false,'schema':{'openAPIV3Schema':{'type':'object','properties':{
                    'spec':{'type':'object','properties':{'address':{'type':'string'}}}}}}}]}}
                """.formatted(group, group, hooks.url(hook), hooks.caBundle()));
        HttpsRequests.Answer answer = requests.post(DEFINITIONS, definition);
        assertEquals(201, answer.status(), answer.text());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> requests.get(path(group, "v1")).status() == 200);
    }

    private static HttpsRequests.Answer create(String group, String version, String name, String spec)
            throws Exception {
        return requests.post(
                path(group, version),
                HttpsRequests.json("{'apiVersion':'" + group + ".example.com/" + version
                        + "','kind':'Widget','metadata':{'name':'" + name + "'},'spec':{" + spec + "}}"));
    }

    private static ObjectNode read(String group, String version, String name) throws Exception {
        return requests.get(path(group, version) + "/" + name).body();
    }

    private static String path(String group, String version) {
        return "/apis/" + group + ".example.com/" + version + "/namespaces/default/widgets";
    }
}
