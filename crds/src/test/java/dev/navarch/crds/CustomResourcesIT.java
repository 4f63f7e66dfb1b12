package dev.navarch.crds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions over HTTPS, and the resources that they make. */
class CustomResourcesIT {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    @TempDir
    private static Path directory;

    private static CustomResourceServer server;
    private static HttpsRequests requests;

    @BeforeAll
    static void start() throws Exception {
        server = CustomResourceServer.start(0, directory);
        requests = HttpsRequests.of(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_definition_is_established_and_its_resources_are_served_at_once() throws Exception {
        define("alpha");
        assertEquals(201, post("alpha", "a", "{'size':1}").status());
        assertEquals(1, get("alpha", "a").body().at("/spec/size").asInt());
    }

    @Test
    void unknown_fields_are_pruned_and_defaults_are_set() throws Exception {
        define("beta");
        ObjectNode created = post("beta", "a", "{'nobody':'knows'}").body();
        assertEquals("{\"size\":3}", created.get("spec").toString());
    }

    @Test
    void values_that_the_schema_forbids_are_invalid() throws Exception {
        define("gamma");
        HttpsRequests.Answer answer = post("gamma", "a", "{'size':0}");
        assertEquals(422, answer.status());
        assertEquals(
                "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
                text(answer).substring(text(answer).indexOf("spec.size")));
    }

    @Test
    void the_status_is_written_only_through_its_subresource() throws Exception {
        define("delta");
        ObjectNode object = post("delta", "a", "{'size':1}").body();
        object.putObject("status").put("phase", "Ready");
        assertFalse(requests.put(path("delta") + "/a", object).body().has("status"));
        object = get("delta", "a").body();
        object.putObject("status").put("phase", "Ready");
        requests.put(path("delta") + "/a/status", object);
        assertEquals("Ready", get("delta", "a").body().at("/status/phase").asText());
    }

    @Test
    void objects_are_read_by_the_schema_of_today() throws Exception {
        define("epsilon");
        post("epsilon", "a", "{'size':5}");
        ObjectNode definition =
                requests.get(DEFINITIONS + "/" + name("epsilon")).body();
        ObjectNode spec =
                (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
        spec.remove("size");
        spec.putObject("colour").put("type", "string").put("default", "grey");
        assertEquals(
                200,
                requests.put(DEFINITIONS + "/" + name("epsilon"), definition).status());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(
                        "{\"colour\":\"grey\"}",
                        get("epsilon", "a").body().get("spec").toString()));
    }

    @Test
    void columns_of_the_definition_are_those_of_its_tables() throws Exception {
        define("zeta");
        post("zeta", "a", "{'size':7}");
        ObjectNode table = requests.get(path("zeta"), "application/json;as=Table;g=meta.k8s.io;v=v1")
                .body();
        assertEquals("Size", table.at("/columnDefinitions/1/name").asText());
        assertEquals(7, table.at("/rows/0/cells/1").asInt());
    }

    @Test
    void the_end_of_a_definition_is_the_end_of_its_objects() throws Exception {
        define("eta");
        post("eta", "a", "{'size':1}");
        assertEquals(200, requests.delete(DEFINITIONS + "/" + name("eta")).status());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(
                        404, requests.get(DEFINITIONS + "/" + name("eta")).status()));
        assertEquals(404, get("eta", "a").status());
        define("eta");
        assertEquals(0, requests.get(path("eta")).body().get("items").size());
    }

    @Test
    void nothing_is_created_while_a_definition_is_terminating() throws Exception {
        define("theta");
        ObjectNode held = object("theta", "a", "{'size':1}");
        held.withObject("/metadata").putArray("finalizers").add("example.com/held");
        requests.post(path("theta"), held);
        requests.delete(DEFINITIONS + "/" + name("theta"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            HttpsRequests.Answer answer = post("theta", "b", "{'size':1}");
            assertEquals(403, answer.status());
            assertTrue(text(answer).endsWith("create not allowed while custom resource definition is terminating"));
        });
    }

    @Test
    void a_schema_that_is_not_structural_is_refused() throws Exception {
        ObjectNode definition = definition("iota");
        ((ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec")).remove("type");
        HttpsRequests.Answer answer = requests.post(DEFINITIONS, definition);
        assertEquals(422, answer.status());
        assertTrue(text(answer).contains("must not be empty for specified object fields"), text(answer));
    }

    @Test
    void a_resource_that_nobody_defined_is_a_page_that_is_not_there() throws Exception {
        HttpsRequests.Answer answer = requests.get("/apis/nowhere.example.com/v1/widgets");
        assertEquals(404, answer.status());
        assertEquals("404 page not found\n", answer.text());
    }

    private static void define(String group) throws Exception {
        assertEquals(201, requests.post(DEFINITIONS, definition(group)).status());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> requests.get(path(group)).status() == 200);
    }

    private static ObjectNode definition(String group) {
        return HttpsRequests.json("""
                {'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',
                 'metadata':{'name':'%s'},
                 'spec':{'group':'%s.example.com','scope':'Namespaced','names':{'plural':'widgets','kind':'Widget'},
                  'versions':[{'name':'v1','served':true,'storage':true,'subresources':{'status':{}},
                   'additionalPrinterColumns':[{'name':'Size','type':'integer','jsonPath':'.spec.size'}],
                   'schema':{'openAPIV3Schema':{'type':'object','properties':{
                    'spec':{'type':'object','properties':{'size':{'type':'integer','minimum':1,'default':3}}},
                    'status':{'type':'object','properties':{'phase':{'type':'string'}}}}}}}]}}
                """.formatted(name(group), group));
    }

    private static String name(String group) {
        return "widgets." + group + ".example.com";
    }

    private static String path(String group) {
        return "/apis/" + group + ".example.com/v1/namespaces/default/widgets";
    }

    private static ObjectNode object(String group, String name, String spec) {
        return HttpsRequests.json("{'apiVersion':'" + group + ".example.com/v1','kind':'Widget','metadata':{'name':'"
                + name + "'},'spec':" + spec + "}");
    }

    private static HttpsRequests.Answer post(String group, String name, String spec) throws Exception {
        return requests.post(path(group), object(group, name, spec));
    }

    private static HttpsRequests.Answer get(String group, String name) throws Exception {
        return requests.get(path(group) + "/" + name);
    }

    private static String text(HttpsRequests.Answer answer) {
        return answer.body().path("message").asText();
    }
}
