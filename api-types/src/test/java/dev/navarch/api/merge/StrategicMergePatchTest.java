package dev.navarch.api.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.StructuralSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {

    private static final StructuralSchema POD =
            Catalog.builtIn().schema(new GroupVersionKind("", "v1", "Pod")).orElseThrow();

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // items are merged by key and new ones come where the patch has them
                "{'spec':{'containers':[{'name':'a','image':'1'},{'name':'b'}]}} | {'spec':{'containers':[{'name':'a','image':'2'}]}} | {'spec':{'containers':[{'name':'a','image':'2'},{'name':'b'}]}}",
                "{'spec':{'containers':[{'name':'a'}]}} | {'spec':{'containers':[{'name':'c'}]}} | {'spec':{'containers':[{'name':'c'},{'name':'a'}]}}",
                "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}} | {'spec':{'containers':[{'name':'a','$patch':'delete'}]}} | {'spec':{'containers':[{'name':'b'}]}}",
                "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}} | {'spec':{'containers':[{'$patch':'replace'},{'name':'c'}]}} | {'spec':{'containers':[{'name':'c'}]}}",
                "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}} | {'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}} | {'spec':{'containers':[{'name':'b'},{'name':'a'}]}}",
                // a new item takes the place of a deleted one between the server's own
                "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}} | {'spec':{'$setElementOrder/containers':[{'name':'c'}],'containers':[{'name':'c'},{'name':'b','$patch':'delete'}]}} | {'spec':{'containers':[{'name':'a'},{'name':'c'}]}}",
                "{'metadata':{'finalizers':['a','b']}} | {'metadata':{'finalizers':['c']}} | {'metadata':{'finalizers':['c','a','b']}}",
                "{'metadata':{'finalizers':['a','b']}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}} | {'metadata':{'finalizers':['b']}}",
                "{'metadata':{'finalizers':['a','b']}} | {'metadata':{'$setElementOrder/finalizers':['b','a']}} | {'metadata':{'finalizers':['b','a']}}",
                "{'metadata':{'labels':{'a':'1','b':'2'}}} | {'metadata':{'labels':{'a':null,'c':'3'}}} | {'metadata':{'labels':{'b':'2','c':'3'}}}",
                "{'metadata':{'labels':{'a':'1'}}} | {'metadata':{'labels':{'$patch':'replace','c':'3'}}} | {'metadata':{'labels':{'c':'3'}}}",
                "{'metadata':{'labels':{'a':'1'}}} | {'metadata':{'labels':{'$patch':'delete'}}} | {'metadata':{'labels':{}}}",
                "{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}} | {'spec':{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/'}}]}} | {'spec':{'volumes':[{'name':'v','hostPath':{'path':'/'}}]}}",
                // without a strategy a list is replaced
                "{'spec':{'containers':[{'name':'a','args':['x']}]}} | {'spec':{'containers':[{'name':'a','args':['y']}]}} | {'spec':{'containers':[{'name':'a','args':['y']}]}}",
                "{'spec':{}} | {'spec':{'nodeSelector':{'a':null,'b':'1'}}} | {'spec':{'nodeSelector':{'b':'1'}}}",
            })
    void merges_as_upstream(String original, String patch, String expected) {
        ObjectNode before = json(original);
        assertEquals(json(expected), StrategicMergePatch.apply(before, json(patch), POD));
        assertEquals(json(original), before, "the object is left alone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'metadata':{'labels':{'$patch':'odd','a':'1'}}} | 500 | unknown patch type: odd in map: map[$patch:odd a:1]",
                "{'spec':{'containers':[{'image':'1'}]}} | 500 | map: map[image:1] does not contain declared merge key: name",
                "{'spec':{'containers':['x']}} | 500 | list element types are not identical: [[map[name:a]] [x]]",
                "{'spec':{'containers':[{'name':'a','$patch':'merge'}]}} | 500 | merging lists cannot yet be specified in the patch",
                "{'spec':{'$retainKeys':'x'}} | 400 | invalid patch format of retainKeys",
                "{'spec':{'$retainKeys':['x'],'hostname':'h'}} | 400 | invalid patch format of retainKeys",
                "{'metadata':{'$deleteFromPrimitiveList':['x']}} | 400 | invalid patch format of primitive list",
                "{'metadata':{'$setElementOrder':['x']}} | 400 | invalid patch format of setElementOrder list",
                "{'spec':{'containers':[['x']]}} | 500 | list element types are not identical: [[map[name:a]] [[x]]]",
            })
    void what_cannot_be_merged_is_refused(String patch, int code, String message) {
        StatusException failure = assertThrows(
                StatusException.class,
                () -> StrategicMergePatch.apply(
                        json("{'metadata':{'labels':{'a':'1'}},'spec':{'containers':[{'name':'a'}]}}"),
                        json(patch),
                        POD));
        assertEquals(code, failure.code());
        assertEquals(message, failure.getMessage());
    }

    @Test
    void order_that_lacks_an_item_of_the_patch_is_refused() {
        StatusException failure = assertThrows(
                StatusException.class,
                () -> StrategicMergePatch.apply(
                        json("{'metadata':{'finalizers':['a']}}"),
                        json("{'metadata':{'finalizers':['b'],'$setElementOrder/finalizers':['a']}}"),
                        POD));
        assertEquals(
                "The order in patch list:\n[b]\n doesn't match $setElementOrder list:\n[a]\n", failure.getMessage());
    }
}
