package dev.navarch.apiserver.kind.core.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PodAddressesTest {

    @Test
    void a_single_address_is_also_the_first_of_all() {
        assertEquals("{\"podIP\":\"10.0.0.1\",\"podIPs\":[{\"ip\":\"10.0.0.1\"}]}", agreed("{\"podIP\":\"10.0.0.1\"}"));
    }

    @Test
    void where_the_fields_differ_the_older_one_counts() {
        assertEquals(
                "{\"podIP\":\"10.0.0.2\",\"podIPs\":[{\"ip\":\"10.0.0.2\"}]}",
                agreed("{\"podIP\":\"10.0.0.2\",\"podIPs\":[{\"ip\":\"10.0.0.1\"},{\"ip\":\"10.0.0.2\"}]}"));
    }

    @Test
    void addresses_of_two_families_stay() {
        String both = "{\"podIP\":\"10.0.0.1\",\"podIPs\":[{\"ip\":\"10.0.0.1\"},{\"ip\":\"fd00::1\"}]}";
        assertEquals(both, agreed(both));
    }

    @Test
    void the_first_of_all_is_the_single_one() {
        assertEquals(
                "{\"podIPs\":[{\"ip\":\"10.0.0.1\"}],\"podIP\":\"10.0.0.1\"}",
                agreed("{\"podIPs\":[{\"ip\":\"10.0.0.1\"}]}"));
    }

    private static String agreed(String status) {
        ObjectNode pod = Json.object();
        pod.set("status", Json.parse(status.getBytes(StandardCharsets.UTF_8)));
        PodAddresses.agree(pod);
        return pod.get("status").toString();
    }
}
