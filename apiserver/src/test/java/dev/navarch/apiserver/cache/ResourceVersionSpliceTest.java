package dev.navarch.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceVersionSpliceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"metadata":{}}                                         | {"metadata":{"resourceVersion":"42"}}
                    {"metadata":{ }}                                        | {"metadata":{"resourceVersion":"42" }}
                    {"metadata":{"name":"a"}}                               | {"metadata":{"resourceVersion":"42","name":"a"}}
                    {"metadata":{"name":"a","resourceVersion":"7"}}         | {"metadata":{"name":"a","resourceVersion":"42"}}
                    {"metadata":{"resourceVersion":"123456","name":"a"}}    | {"metadata":{"resourceVersion":"42","name":"a"}}
                    { "metadata" : { "name" : "a" , "resourceVersion" : "" } } | { "metadata" : { "name" : "a" , "resourceVersion" : "42" } }
                    {"kind":"metadata","spec":{"metadata":{"resourceVersion":"1"}},"metadata":{"a":[{"b":"}"}]}} | {"kind":"metadata","spec":{"metadata":{"resourceVersion":"1"}},"metadata":{"resourceVersion":"42","a":[{"b":"}"}]}}
                    {"a\\"b":"\\\\","c":[1,2.5e3,null,true],"metadata":{"x":{"resourceVersion":"1"},"resourceVersion":null}} | {"a\\"b":"\\\\","c":[1,2.5e3,null,true],"metadata":{"x":{"resourceVersion":"1"},"resourceVersion":"42"}}
                    """)
    void puts_the_version_into_the_objects_own_metadata(String json, String expected) {
        assertEquals(expected, splice(json));
    }

    @Test
    void what_is_no_object_with_metadata_is_refused() {
        for (String json :
                new String[] {"", "[]", "{}", "{\"metadata\":null}", "{\"metadata\":{", "{\"metadata\":{\"a\":\"", "x"
                }) {
            assertThrows(IllegalArgumentException.class, () -> splice(json), json);
        }
    }

    private static String splice(String json) {
        return new String(ResourceVersionSplice.put(json.getBytes(UTF_8), 42), UTF_8);
    }
}
