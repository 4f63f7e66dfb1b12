package dev.navarch.api.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.schema.StructuralSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.builtIn();

    @Test
    void deployments_are_described() {
        ResourceDescriptor deployments = catalog.resource(new GroupVersionResource("apps", "v1", "deployments"))
                .orElseThrow();
        assertEquals("DeploymentList", deployments.listKind());
        assertEquals(List.of("deploy"), deployments.shortNames());
        assertEquals("/registry/deployments/ns/a", deployments.storage().key("ns", "a"));
        assertTrue(deployments.hasStatus());
        assertEquals(
                "Scale", deployments.subresource("scale").orElseThrow().kind().kind());
        assertEquals(
                "apps/v1, Kind=DeploymentList",
                deployments.listGroupVersionKind().toString());
    }

    @Test
    void versions_come_in_order_of_preference() {
        assertEquals(
                List.of(new GroupVersion("autoscaling", "v2"), new GroupVersion("autoscaling", "v1")),
                catalog.versions("autoscaling"));
        assertEquals("", catalog.groups().getFirst());
    }

    @Test
    void every_resource_has_a_schema_and_those_stored_have_a_place() {
        for (ResourceDescriptor resource : catalog.resources()) {
            assertFalse(resource.schema().properties().isEmpty(), resource.resource()::toString);
            if (resource.supports("create") && resource.supports("get")) {
                assertNotNull(resource.storage(), resource.resource()::toString);
            }
        }
    }

    @Test
    void schemas_look_through_references() {
        StructuralSchema pod = catalog.definition("io.k8s.api.core.v1.Pod");
        StructuralSchema containers = pod.property("spec").property("containers");
        assertEquals(StructuralSchema.ListType.MAP, containers.listType());
        assertEquals(List.of("name"), containers.listMapKeys());
        assertEquals("name", containers.patchMergeKey());
        StructuralSchema limits = containers.items().property("resources").property("limits");
        assertEquals(
                StructuralSchema.Type.QUANTITY, limits.additionalProperties().type());
        assertEquals(
                StructuralSchema.Type.INT_OR_STRING,
                containers
                        .items()
                        .property("livenessProbe")
                        .property("httpGet")
                        .property("port")
                        .type());
    }
}
