package dev.navarch.apiserver.kind.core.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.ResourceStrategy;
import org.junit.jupiter.api.Test;

class PodPartsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = """
            {"metadata": {"name": "web", "generation": 3, "labels": {"a": "b"}},
             "spec": {"nodeName": "n", "containers": [{"name": "a", "image": "one"}]},
             "status": {"phase": "Running"}}
            """;

    private static ObjectNode object(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static ObjectNode write(ResourceStrategy part, String spec) throws JsonProcessingException {
        ObjectNode sent = object("{'metadata': {'name': 'web', 'generation': 3, 'labels': {'x': 'y'}}, 'spec': " + spec
                + ", 'status': {'phase': 'Failed'}}");
        // The context is not looked at.
        part.prepareForUpdate(null, sent, object(OLD));
        return sent;
    }

    @Test
    void ephemeral_containers_change_alone_and_make_a_new_generation() throws JsonProcessingException {
        ObjectNode pod = write(
                new EphemeralContainersStrategy(),
                "{'nodeName': 'other', 'ephemeralContainers': [{'name': 'e', 'image': 'two'}]}");
        assertEquals("e", pod.at("/spec/ephemeralContainers/0/name").asText());
        assertEquals("n", pod.at("/spec/nodeName").asText());
        assertEquals("one", pod.at("/spec/containers/0/image").asText());
        assertEquals("Running", pod.at("/status/phase").asText());
        assertEquals(object("{'a': 'b'}"), pod.at("/metadata/labels"));
        assertEquals(4, pod.at("/metadata/generation").asInt());
    }

    @Test
    void a_resize_changes_resources_and_nothing_else_of_a_container() throws JsonProcessingException {
        ObjectNode pod = write(
                new PodResizeStrategy(),
                "{'containers': [{'name': 'a', 'image': 'two', 'resources': {'limits': {'cpu': '1'}}}]}");
        assertEquals("1", pod.at("/spec/containers/0/resources/limits/cpu").asText());
        assertEquals("one", pod.at("/spec/containers/0/image").asText());
        assertEquals(4, pod.at("/metadata/generation").asInt());
    }

    @Test
    void a_write_that_changes_nothing_keeps_the_generation() throws JsonProcessingException {
        ObjectNode pod = write(new PodResizeStrategy(), "{'containers': [{'name': 'a', 'image': 'two'}]}");
        assertEquals(3, pod.at("/metadata/generation").asInt());
        assertFalse(pod.at("/spec/containers/0").has("resources"));
    }
}
