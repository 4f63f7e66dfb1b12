package dev.navarch.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.TableColumn;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.schema.StructuralSchema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFormatTest {

    private static ResourceDescriptor descriptor(String group, String resource) {
        return Catalog.builtIn().resource(new GroupResource(group, resource)).orElseThrow();
    }

    private static JsonNode row(ResourceDescriptor descriptor, String json) {
        return TableFormat.of(descriptor)
                .single((ObjectNode) Json.parse(json), IncludeObject.NONE, "v1", true)
                .path("rows")
                .path(0);
    }

    private static String cells(String group, String resource, String json) {
        return row(descriptor(group, resource), json).path("cells").toString();
    }

    @Test
    void every_printer_gives_a_cell_for_each_column() {
        for (ResourceDescriptor each : Catalog.builtIn().resources()) {
            if (each.supports("list")) {
                int cells = row(each, "{\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}")
                        .path("cells")
                        .size();
                // Upstream prints the age of IPAddresses without a column for it.
                int extra = each.resource().resource().equals("ipaddresses") ? 1 : 0;
                assertEquals(each.columns().size() + extra, cells, each.resource()::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"phase\":\"Pending\"}|[\"a\",\"0/1\",\"Pending\",\"0\",\"<unknown>\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]",
                "{\"phase\":\"Running\",\"podIPs\":[{\"ip\":\"1.2.3.4\"}],\"containerStatuses\":[{\"ready\":true,\"state\":{\"running\":{}}}]}|[\"a\",\"1/1\",\"Running\",\"0\",\"<unknown>\",\"1.2.3.4\",\"<none>\",\"<none>\",\"<none>\"]",
                "{\"phase\":\"Failed\",\"containerStatuses\":[{\"state\":{\"terminated\":{\"exitCode\":3}}}]}|[\"a\",\"0/1\",\"ExitCode:3\",\"0\",\"<unknown>\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]",
                "{\"phase\":\"Running\",\"containerStatuses\":[{\"restartCount\":2,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}}]}|[\"a\",\"0/1\",\"CrashLoopBackOff\",\"2\",\"<unknown>\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]",
                "{\"phase\":\"Pending\",\"initContainerStatuses\":[{\"state\":{\"terminated\":{\"exitCode\":0}}},{\"state\":{\"running\":{}}}]}|[\"a\",\"0/1\",\"Init:1/2\",\"0\",\"<unknown>\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]",
                "{\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"reason\":\"SchedulingGated\"}]}|[\"a\",\"0/1\",\"SchedulingGated\",\"0\",\"<unknown>\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]",
            })
    void pods_show_one_word_for_their_state(String status, String expected) {
        String pod =
                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\"}],\"initContainers\":[{\"name\":\"x\"},"
                        + "{\"name\":\"y\"}]},\"status\":" + status + "}";
        assertEquals(expected, cells("", "pods", pod));
    }

    @Test
    void ended_pods_are_marked_completed() {
        JsonNode row = row(descriptor("", "pods"), "{\"status\":{\"phase\":\"Succeeded\"}}");
        assertEquals("Succeeded", row.path("conditions").path(0).path("reason").asText());
    }

    @Test
    void services_show_their_addresses() {
        assertEquals(
                "[\"lb\",\"LoadBalancer\",\"10.96.0.9\",\"5.6.7.8,h.example\",\"80:30080/TCP,53/UDP\",\"<unknown>\",\"a=b,c=d\"]",
                cells(
                        "",
                        "services",
                        "{\"metadata\":{\"name\":\"lb\"},\"spec\":{\"type\":\"LoadBalancer\",\"clusterIPs\":[\"10.96.0.9\"],"
                                + "\"selector\":{\"c\":\"d\",\"a\":\"b\"},\"ports\":[{\"port\":80,\"nodePort\":30080,\"protocol\":\"TCP\"},"
                                + "{\"port\":53,\"protocol\":\"UDP\"}]},\"status\":{\"loadBalancer\":{\"ingress\":[{\"hostname\":\"h.example\"},"
                                + "{\"ip\":\"5.6.7.8\"}]}}}"));
    }

    @Test
    void nodes_show_roles_and_readiness() {
        assertEquals(
                "[\"n\",\"Ready,SchedulingDisabled\",\"control-plane,x\",\"<unknown>\",\"v1.36.3\",\"10.0.0.1\",\"<none>\",\"OS 1\","
                        + "\"6.1 (amd64)\",\"<unknown>\"]",
                cells(
                        "",
                        "nodes",
                        "{\"metadata\":{\"name\":\"n\",\"labels\":{\"node-role.kubernetes.io/control-plane\":\"\",\"kubernetes.io/role\":"
                                + "\"x\"}},\"spec\":{\"unschedulable\":true},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":"
                                + "\"True\"}],\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"10.0.0.1\"}],\"nodeInfo\":"
                                + "{\"kubeletVersion\":\"v1.36.3\",\"osImage\":\"OS 1\",\"kernelVersion\":\"6.1\",\"architecture\":\"amd64\"}}}"));
    }

    @Test
    void custom_resources_show_their_columns() {
        ResourceDescriptor widgets = new ResourceDescriptor(
                new GroupVersion("g", "v1").resource("widgets"),
                new GroupVersion("g", "v1").kind("Widget"),
                "WidgetList",
                true,
                "widget",
                List.of(),
                List.of(),
                List.of("get", "list"),
                "",
                null,
                List.of(),
                () -> StructuralSchema.builder(StructuralSchema.Type.OBJECT).build(),
                null,
                List.of(
                        new TableColumn("X", "string", "", "", 0, ".spec.x"),
                        new TableColumn("N", "integer", "", "", 0, ".spec.n"),
                        new TableColumn("D", "date", "", "", 0, ".spec.d"),
                        new TableColumn("P", "string", "", "", 1, ".spec.list[?(@.k==\"b\")].v")));
        assertEquals(
                "[\"a\",\"{\\\"k\\\":1}\",3,\"<invalid>\",\"2\"]",
                row(
                                widgets,
                                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"x\":{\"k\":1},\"n\":3,\"d\":\"nonsense\",\"list\":"
                                        + "[{\"k\":\"a\",\"v\":1},{\"k\":\"b\",\"v\":2}]}}")
                        .path("cells")
                        .toString());
        assertEquals(
                "[\"a\",null,null,null,null]",
                row(widgets, "{\"metadata\":{\"name\":\"a\"}}").path("cells").toString());
    }

    @Test
    void rows_carry_metadata_unless_told_otherwise() {
        ObjectNode object = (ObjectNode)
                Json.parse("{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"},\"data\":{\"k\":\"v\"}}");
        ObjectNode table =
                TableFormat.of(descriptor("", "configmaps")).single(object, IncludeObject.METADATA, "v1", true);
        assertEquals("7", table.path("metadata").path("resourceVersion").asText());
        JsonNode shown = table.path("rows").path(0).path("object");
        assertEquals("PartialObjectMetadata", shown.path("kind").asText());
        assertTrue(shown.path("data").isMissingNode());
        assertEquals(Set.of("name", "type", "format", "description", "priority"), names(table));
    }

    private static Set<String> names(ObjectNode table) {
        var names = new java.util.HashSet<String>();
        table.path("columnDefinitions").path(0).fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "-5,<invalid>",
        "0,0s",
        "119,119s",
        "120,2m",
        "125,2m5s",
        "600,10m",
        "10799,179m",
        "10800,3h",
        "12000,3h20m",
        "28800,8h",
        "172800,2d",
        "187200,2d4h",
        "691200,8d",
        "63072000,2y",
        "71000000,2y91d",
        "252288000,8y"
    })
    void ages_read_as_upstreams(long seconds, String expected) {
        assertEquals(expected, HumanDuration.format(Duration.ofSeconds(seconds)));
    }
}
