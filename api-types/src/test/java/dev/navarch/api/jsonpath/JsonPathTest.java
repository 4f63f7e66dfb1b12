package dev.navarch.api.jsonpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.navarch.api.json.Json;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    private static final String TREE =
            "{\"a\":{\"b\":1,\"x.y\":2,\"k'q\":9},\"l\":[{\"n\":\"p\",\"v\":1},{\"n\":\"q\",\"v\":2},{\"v\":3}],\"e\":[]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                ".a.b|1",
                "$.a.b|1",
                ".a['x.y']|2",
                ".a.x\\.y|2",
                ".a[\"x.y\"]|2",
                ".l[0].n|p",
                ".l[-1].v|3",
                ".l[*].v|1 2 3",
                ".l[0:2].v|1 2",
                ".l[::2].v|1 3",
                ".l[-2:].v|2 3",
                ".l[?(@.n==\"q\")].v|2",
                ".l[?(@.v>=2)].v|2 3",
                ".l[?(@.n)].v|1 2",
                "..n|p q",
                ".l[0]['n','v']|p 1",
                ".missing.x|^^",
                ".l[9]|^^",
                ".e[*]|^^",
            })
    void paths_find_values(String path, String expected) {
        assertEquals(
                expected,
                JsonPath.parse(path).find(Json.parse(TREE)).stream()
                        .map(node -> node.asText())
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".a[", ".a[x]", ".a[?(@.b==)]", ".a b"})
    void other_texts_are_refused(String path) {
        assertThrows(IllegalArgumentException.class, () -> JsonPath.parse(path).find(Json.parse("{}")));
    }
}
