package dev.navarch.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionsTest {

    @Test
    void every_field_of_every_built_in_kind_is_described() {
        var schemas = new SchemaComponents(new Descriptions());
        for (ResourceDescriptor resource : Catalog.builtIn().resources()) {
            schemas.kind(resource.kind());
            schemas.kind(resource.listGroupVersionKind());
        }
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : schemas.finish().properties()) {
            if (!schema.getValue().has("description")) {
                silent.add(schema.getKey());
            }
            schema.getValue().path("properties").properties().forEach(field -> {
                if (!field.getValue().has("description")) {
                    silent.add(schema.getKey() + "." + field.getKey());
                }
            });
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void the_models_text_comes_before_our_own() {
        var schemas = new SchemaComponents(new Descriptions());
        schemas.meta("ObjectMeta");
        ObjectNode all = schemas.finish();
        String text = all.path("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
                .path("properties")
                .path("labels")
                .path("description")
                .asText();
        assertTrue(text.startsWith("Map of string keys and values"), text);
    }
}
