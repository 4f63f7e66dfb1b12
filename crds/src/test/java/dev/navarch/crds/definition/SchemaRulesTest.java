package dev.navarch.crds.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {

    @Test
    void every_field_says_its_type() {
        assertEquals(
                List.of("s.properties[spec].type: Required value: must not be empty for specified object fields"),
                errors("{'type':'object','properties':{'spec':{}}}"));
    }

    @Test
    void arrays_say_what_is_in_them() {
        assertEquals(
                List.of("s.properties[a].items: Required value: must be specified"),
                errors("{'type':'object','properties':{'a':{'type':'array'}}}"));
    }

    @Test
    void references_are_forbidden_and_hide_what_else_is_wrong_with_the_structure() {
        assertEquals(
                List.of("s.properties[a].$ref: Forbidden: $ref is not supported"),
                errors("{'type':'object','properties':{'a':{'$ref':'#/x'}}}"));
    }

    @Test
    void unique_items_are_forbidden_for_their_cost() {
        assertEquals(
                List.of("s.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime"
                        + " complexity becomes quadratic"),
                errors("{'type':'object','properties':{'a':{'type':'array','items':{'type':'string'},"
                        + "'uniqueItems':true}}}"));
    }

    @Test
    void what_a_junctor_restricts_is_declared_outside_of_it() {
        assertEquals(
                List.of("s.properties[a]: Required value: because it is defined in s.anyOf[0].properties[a]"),
                errors("{'type':'object','anyOf':[{'properties':{'a':{'minimum':1}}}]}"));
    }

    @Test
    void a_default_obeys_the_schema_that_it_is_of() {
        assertEquals(
                1,
                errors("{'type':'object','properties':{'a':{'type':'integer','default':'x'}}}")
                        .size());
    }

    @Test
    void defaults_of_metadata_are_forbidden() {
        assertEquals(
                List.of("s.properties[metadata].default: Forbidden: must not be set in top-level metadata"),
                errors("{'type':'object','properties':{'metadata':{'type':'object','default':{}}}}"));
    }

    @Test
    void keys_of_a_map_list_are_required_or_have_defaults() {
        assertEquals(
                List.of("s.properties[a].items.properties[k].default: Required value: this property is in"
                        + " x-kubernetes-list-map-keys, so it must have a default or be a required property"),
                errors("{'type':'object','properties':{'a':{'type':'array','x-kubernetes-list-type':'map',"
                        + "'x-kubernetes-list-map-keys':['k'],'items':{'type':'object',"
                        + "'properties':{'k':{'type':'string'}}}}}}"));
    }

    @Test
    void a_sound_schema_has_no_errors() {
        assertEquals(
                List.of(),
                errors("{'type':'object','properties':{'spec':{'type':'object','properties':{"
                        + "'port':{'x-kubernetes-int-or-string':true,'anyOf':[{'type':'integer'},{'type':'string'}]},"
                        + "'size':{'type':'integer','minimum':1,'default':3}}}}}"));
    }

    private static List<String> errors(String schema) {
        var tree = Json.parse(schema.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return SchemaRules.validate(tree, "s", false).stream()
                .map(FieldError::toString)
                .toList();
    }
}
