package dev.navarch.api.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MergePatchPropertiesTest {

    @Property
    void the_patch_between_two_objects_leads_from_one_to_the_other(
            @ForAll("objects") ObjectNode a, @ForAll("objects") ObjectNode b) {
        ObjectNode patch = MergePatch.create(a, b);
        assertEquals(b, MergePatch.apply(a, patch));
        assertEquals(a.equals(b), patch.isEmpty());
    }

    @Property
    void patching_twice_is_as_patching_once(@ForAll("objects") ObjectNode a, @ForAll("objects") ObjectNode b) {
        JsonNode once = MergePatch.apply(a, b);
        assertEquals(once, MergePatch.apply(once, b));
    }

    @Property
    void the_document_is_left_alone(@ForAll("objects") ObjectNode a, @ForAll("objects") ObjectNode b) {
        String before = a.toString();
        MergePatch.apply(a, b);
        assertEquals(before, a.toString());
        assertTrue(MergePatch.create(a, a).isEmpty());
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return Arbitraries.lazyOf(() -> object(2));
    }

    private static Arbitrary<ObjectNode> object(int depth) {
        Arbitrary<JsonNode> scalars = Arbitraries.of("1", "2", "\"s\"", "true", "1.5", "[1]", "[{\"a\":1}]")
                .map(Json::parse);
        Arbitrary<JsonNode> values = depth == 0
                ? scalars
                : Arbitraries.oneOf(scalars, object(depth - 1).map(node -> (JsonNode) node));
        return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), values)
                .ofMaxSize(3)
                .map(members -> {
                    ObjectNode object = Json.object();
                    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
                        object.set(member.getKey(), member.getValue());
                    }
                    return object;
                });
    }
}
