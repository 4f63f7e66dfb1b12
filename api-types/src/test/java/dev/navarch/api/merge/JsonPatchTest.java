package dev.navarch.api.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':[1,2]} | [{'op':'add','path':'/a/1','value':9}]                       | {'a':[1,9,2]}",
                "{'a':[1,2]} | [{'op':'add','path':'/a/-','value':9}]                       | {'a':[1,2,9]}",
                "{'a':[1,2]} | [{'op':'add','path':'/a/-1','value':9}]                      | {'a':[1,2,9]}",
                "{'a':[1,2]} | [{'op':'remove','path':'/a/-1'}]                             | {'a':[1]}",
                "{'a':1}     | [{'op':'replace','path':'/b','value':2}]                     | {'a':1,'b':2}",
                "{'a':1}     | [{'op':'copy','from':'/x','path':'/b'}]                      | {'a':1,'b':null}",
                "{'a':1}     | [{'op':'move','from':'/a','path':'/b'}]                      | {'b':1}",
                "{'a/b':1,'m~n':2} | [{'op':'remove','path':'/a~1b'},{'op':'remove','path':'/m~0n'}] | {}",
                "{'~1':1,'x':2} | [{'op':'remove','path':'/~01'}]                           | {'x':2}",
                "{'a':1}     | [{'op':'replace','path':'','value':{'z':1}}]                 | {'z':1}",
                "{'a':{'b':1}} | [{'op':'test','path':'/a','value':{'b':1}},{'op':'add','path':'/c','value':[]}] | {'a':{'b':1},'c':[]}",
                "{'a':1}     | [{'op':'test','path':'/x','value':null}]                     | {'a':1}",
                "{'a':1}     | [{'op':'test','path':'','value':{'a':1}}]                    | {'a':1}",
                "{'a':1}     | null                                                         | {'a':1}",
            })
    void applies_as_upstream(String document, String patch, String expected) {
        JsonNode before = json(document);
        assertEquals(json(expected), JsonPatch.parse(json(patch)).apply(before));
        assertEquals(json(document), before, "the document is left alone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op':'add','path':'/x/y','value':1}   | add operation does not apply: doc is missing path: \"/x/y\": missing value",
                "{'op':'add','value':1}                 | add operation failed to decode path: missing value",
                "{'op':'add','path':'/l/x','value':1}   | error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
                "{'op':'add','path':'/l/9','value':1}   | error in add for path: '/l/9': Unable to access invalid index: 9: invalid index referenced",
                "{'op':'remove','path':'/x'}            | error in remove for path: '/x': Unable to remove nonexistent key: x: missing value",
                "{'op':'remove','path':'/l/2'}          | error in remove for path: '/l/2': Unable to access invalid index: 2: invalid index referenced",
                "{'op':'replace','path':'/l/2','value':1} | replace operation does not apply: doc is missing key: /l/2: missing value",
                "{'op':'replace','path':'','value':1}   | replace operation value must be object or array",
                "{'op':'move','from':'/x','path':'/y'}  | error in move for path: 'x': Unable to remove nonexistent key: x: missing value",
                "{'op':'move','path':'/y'}              | move operation failed to decode from: operation, missing from field: missing value",
                "{'op':'copy','from':'/x/y','path':'/y'} | copy operation does not apply: doc is missing from path: /x/y: missing value",
                "{'op':'test','path':'/a','value':'1'}  | testing value /a failed: test failed",
                "{'op':'test','path':'/a','value':1.5}  | testing value /a failed: test failed",
                "{'op':'test','path':'/x/y','value':1}  | test operation does not apply: is missing path: /x/y: missing value",
                "{'op':'odd','path':'/a'}               | Unexpected kind: odd",
                "{'path':'/a'}                          | Unexpected kind: unknown",
            })
    void what_does_not_apply_is_unprocessable(String operation, String reason) {
        var patch = JsonPatch.parse(json("[" + operation + "]"));
        StatusException failure =
                assertThrows(StatusException.class, () -> patch.apply(json("{'a':1,'l':[1,2],'s':'x'}")));
        assertEquals(422, failure.code());
        assertEquals("the server rejected our request due to an error in our request", failure.getMessage());
        assertEquals(reason, failure.getCause().getMessage());
    }

    @Test
    void too_many_operations_are_refused() {
        JsonNode patch = json("[" + "{},".repeat(JsonPatch.MAX_OPERATIONS) + "{}]");
        StatusException failure = assertThrows(StatusException.class, () -> JsonPatch.parse(patch));
        assertEquals(413, failure.code());
        assertEquals(
                "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
                failure.getMessage());
    }

    @Test
    void copies_are_bounded() {
        JsonNode document = json("{'a':'" + "x".repeat(1_000_000) + "'}");
        String copy = "{'op':'copy','from':'/a','path':'/b'}";
        JsonPatch.parse(json("[" + copy + "," + copy + "]")).apply(document);
        var patch = JsonPatch.parse(json("[" + (copy + ",").repeat(3) + copy + "]"));
        StatusException failure = assertThrows(StatusException.class, () -> patch.apply(document));
        assertEquals(
                "Unable to complete the copy, the accumulated size increase of copy is 4000008, exceeding the limit"
                        + " 3145728",
                failure.getCause().getMessage());
    }
}
