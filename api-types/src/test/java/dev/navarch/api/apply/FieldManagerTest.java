package dev.navarch.api.apply;

import static dev.navarch.api.apply.Objects.NOW;
import static dev.navarch.api.apply.Objects.configMaps;
import static dev.navarch.api.apply.Objects.object;
import static dev.navarch.api.apply.Objects.owners;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.StructuralSchema;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldManagerTest {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static ObjectNode configMap(String data) {
        return object("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},'data':" + data + "}");
    }

    private static ObjectNode stored(ObjectNode object) {
        object.withObjectProperty("metadata").put("uid", "u").put("resourceVersion", "1");
        return object;
    }

    @Test
    void more_than_ten_updaters_are_joined_oldest_first() {
        FieldManager manager = configMaps();
        ObjectNode live = stored(manager.update(null, configMap("{'k0':'v'}"), "m0", NOW));
        for (int i = 1; i <= 11; i++) {
            ObjectNode updated = live.deepCopy();
            updated.withObjectProperty("data").put("k" + i, "v");
            live = manager.update(live, updated, "m" + i, NOW.plusSeconds(i));
        }
        assertEquals(10, live.path("metadata").path("managedFields").size());
        assertTrue(
                owners(live).startsWith("ancient-changes Update v1 [.data, .data.k0, .data.k1, .data.k2]"),
                owners(live));
    }

    @Test
    void an_object_never_tracked_gets_an_owner_at_the_first_apply_only() {
        FieldManager manager = configMaps();
        ObjectNode live = stored(configMap("{'x':'1'}"));
        ObjectNode updated = live.deepCopy();
        updated.withObjectProperty("data").put("y", "1");
        ObjectNode after = manager.update(live, updated, "m", NOW);
        assertFalse(after.path("metadata").has("managedFields"));

        ObjectNode applied = manager.apply(after, configMap("{'z':'1'}"), "alice", false, NOW);
        assertEquals(
                "alice Apply v1 [.data.z]\nbefore-first-apply Update v1 [.data, .data.x, .data.y]\n", owners(applied));
    }

    @Test
    void kubectl_takes_over_what_its_client_side_apply_set() {
        FieldManager manager = configMaps();
        ObjectNode created = configMap("{'x':'1','y':'1'}");
        created.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(LAST_APPLIED, "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"x\":\"1\"}}");
        ObjectNode live = stored(manager.update(null, created, "kubectl-client-side-apply", NOW));

        ObjectNode after = manager.apply(live, configMap("{'x':'2'}"), "kubectl", false, NOW);

        assertEquals("2", after.path("data").path("x").asText());
        assertEquals(
                "{\"apiVersion\":\"v1\",\"data\":{\"x\":\"2\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}\n",
                after.path("metadata").path("annotations").path(LAST_APPLIED).asText());
        StatusException conflict = assertThrows(
                StatusException.class, () -> manager.apply(live, configMap("{'y':'2'}"), "kubectl", false, NOW));
        assertEquals(
                "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1: .data.y",
                conflict.getMessage());
        assertThrows(StatusException.class, () -> manager.apply(live, configMap("{'x':'2'}"), "other", false, NOW));
    }

    @Test
    void managers_of_other_versions_are_compared_in_theirs() {
        ObjectConverter renaming = (object, version) -> switch (version) {
            case "x.io/v1", "x.io/v2" -> {
                ObjectNode copy = object.deepCopy();
                String to = version.equals("x.io/v1") ? "old" : "new";
                String from = version.equals("x.io/v1") ? "new" : "old";
                if (copy.path("spec").has(from)) {
                    ObjectNode spec = copy.withObjectProperty("spec");
                    spec.set(to, spec.remove(from));
                }
                yield Optional.of(copy.put("apiVersion", version));
            }
            default -> Optional.empty();
        };
        FieldManager v1 = custom("x.io/v1", "old").converter(renaming).build();
        FieldManager v2 = custom("x.io/v2", "new").converter(renaming).build();
        ObjectNode created = v1.apply(
                null,
                object("{'apiVersion':'x.io/v1','kind':'K','metadata':{'name':'a'},'spec':{'old':'1'}}"),
                "alice",
                false,
                NOW);
        ObjectNode live = stored(renaming.convert(created, "x.io/v2").orElseThrow());

        ObjectNode applied = object("{'apiVersion':'x.io/v2','kind':'K','metadata':{'name':'a'},'spec':{'new':'2'}}");
        StatusException conflict =
                assertThrows(StatusException.class, () -> v2.apply(live, applied, "bob", false, NOW));
        assertEquals("Apply failed with 1 conflict: conflict with \"alice\": .spec.old", conflict.getMessage());
        ObjectNode forced = v2.apply(live, applied, "bob", true, NOW);
        assertEquals("bob Apply x.io/v2 [.spec.new]\n", owners(forced));

        ObjectNode dropped = v2.apply(
                live,
                object("{'apiVersion':'x.io/v2','kind':'K','metadata':{'name':'a'},'spec':{}}"),
                "alice",
                false,
                NOW);
        assertFalse(dropped.path("spec").has("new"), "what alice applied in v1 is pruned in v2");
    }

    @Test
    void managers_of_versions_that_are_gone_are_dropped() {
        FieldManager manager = configMaps();
        ObjectNode live = stored(manager.update(null, configMap("{'x':'1'}"), "m", NOW));
        ((ObjectNode) live.path("metadata").path("managedFields").get(0)).put("apiVersion", "v0");
        ObjectNode updated = live.deepCopy();
        updated.withObjectProperty("data").put("y", "1");
        assertEquals("n Update v1 [.data.y]\n", owners(manager.update(live, updated, "n", NOW)));
    }

    @Test
    void custom_objects_have_metadata_as_any_other() {
        FieldManager manager = custom("x.io/v1", "old").build();
        ObjectNode applied = manager.apply(
                null,
                object(
                        "{'apiVersion':'x.io/v1','kind':'K','metadata':{'name':'a','finalizers':['f']},'spec':{'old':'1'}}"),
                "alice",
                false,
                NOW);
        assertEquals("alice Apply x.io/v1 [.metadata.finalizers[=\"f\"], .spec.old]\n", owners(applied));
        StatusException unknown = assertThrows(
                StatusException.class,
                () -> manager.apply(
                        null,
                        object("{'apiVersion':'x.io/v1','kind':'K','metadata':{'name':'a'},'spec':{'nope':'1'}}"),
                        "alice",
                        false,
                        NOW));
        assertEquals(
                "failed to create typed patch object (/a; x.io/v1, Kind=K): .spec.nope: field not declared in schema",
                unknown.getMessage());
    }

    @Test
    void fields_below_preserved_unknown_fields_are_owned_one_by_one() {
        StructuralSchema schema = StructuralSchema.ofCustomResource(
                Json.parse("{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}"));
        FieldManager manager = FieldManager.builder(new GroupVersionKind("x.io", "v1", "K"), v -> Optional.of(schema))
                .build();
        ObjectNode applied = manager.apply(
                null,
                object("{'apiVersion':'x.io/v1','kind':'K','metadata':{'name':'a'},'any':{'b':{'c':1},'l':[1,{}]}}"),
                "alice",
                false,
                NOW);
        assertEquals("alice Apply x.io/v1 [.any, .any.b, .any.l, .any.b.c]\n", owners(applied));
    }

    @Test
    void a_list_that_became_atomic_is_owned_as_a_whole() {
        ObjectNode live = stored(object("{'apiVersion':'x.io/v1','kind':'K','metadata':{'name':'a','managedFields':[{"
                + "'manager':'m','operation':'Apply','apiVersion':'x.io/v1','fieldsType':'FieldsV1','fieldsV1':"
                + "{'f:spec':{'f:list':{'k:{\\'name\\':\\'n\\'}':{'.':{},'f:name':{}}}}}}]},'spec':{'list':[{'name':'n'}]}}"
                        .replace("\\'", "\\\"")));
        StructuralSchema schema = StructuralSchema.ofCustomResource(object(
                "{'type':'object','properties':{'spec':{'type':'object','properties':{'list':{'type':'array','items':"
                        + "{'type':'object','x-kubernetes-preserve-unknown-fields':true}},'x':{'type':'string'}}}}}"));
        FieldManager manager = FieldManager.builder(new GroupVersionKind("x.io", "v1", "K"), v -> Optional.of(schema))
                .build();
        ObjectNode updated = live.deepCopy();
        updated.withObjectProperty("spec").put("x", "1");
        assertEquals(
                "m Apply x.io/v1 [.spec.list]\nn Update x.io/v1 [.spec.x]\n",
                owners(manager.update(live, updated, "n", NOW)));
    }

    @Test
    void whoever_scales_owns_the_replicas() {
        ObjectNode live = stored(Objects.builtIn("apps/v1", "Deployment")
                .build()
                .apply(
                        null,
                        object(
                                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'a'},'spec':{'replicas':1}}"),
                        "alice",
                        false,
                        NOW));
        var fields = ScaleFields.ofSpecReplicas("apps/v1", "apps/v1");
        var entries = live.path("metadata").path("managedFields");
        ObjectNode scale = object(
                "{'apiVersion':'autoscaling/v1','kind':'Scale','metadata':{'name':'a','uid':'u'},'spec':{'replicas':1}}");
        scale.withObjectProperty("metadata").set("managedFields", fields.toSubresource(entries));
        assertEquals("alice Apply autoscaling/v1 [.spec.replicas]\n", owners(scale));

        ObjectNode scaled = scale.deepCopy();
        scaled.withObjectProperty("spec").put("replicas", 5);
        Objects.builtIn("autoscaling/v1", "Scale").subresource("scale").build().update(scale, scaled, "bob", NOW);
        live.withObjectProperty("metadata")
                .set(
                        "managedFields",
                        fields.toParent(entries, scaled.path("metadata").path("managedFields")));
        assertEquals("bob Update apps/v1 [.spec.replicas]\n", owners(live));
    }

    @Test
    void the_user_agent_names_who_gives_no_name() {
        assertEquals("alice", FieldManager.nameOf("alice", "kubectl/v1"));
        assertEquals("kubectl", FieldManager.nameOf("", "kubectl/v1.36.0 (linux)"));
        assertEquals("ab", FieldManager.nameOf("", "a\u0000b"));
        assertEquals("x".repeat(128), FieldManager.nameOf("", "x".repeat(200)));
    }

    private static FieldManager.Builder custom(String apiVersion, String field) {
        var types = new MergeTypes(Catalog.builtIn().definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
        return FieldManager.builder(
                        new GroupVersionKind("x.io", apiVersion.substring(5), "K"),
                        version -> Optional.of(StructuralSchema.ofCustomResource(object(
                                "{'type':'object','properties':{'metadata':{'type':'object'},'spec':{'type':'object',"
                                        + "'properties':{'" + (version.equals("x.io/v1") ? "old" : "new")
                                        + "':{'type':'string'}}}}}"))))
                .types(types);
    }
}
