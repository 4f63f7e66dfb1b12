package dev.navarch.controllers.garbagecollector;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GarbageCollectorIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with("garbage-collector-controller");
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void dependents_go_after_their_owner_in_the_background() {
        ConfigMap owner = configMap("bg-owner", List.of(), List.of());
        Resource<Secret> child = secret("bg-child", reference(owner, true));
        api.client()
                .resource(owner)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        await().atMost(SOON).until(() -> child.get() == null);
    }

    @Test
    void dependents_go_before_their_owner_in_the_foreground() {
        ConfigMap owner = configMap("fg-owner", List.of(), List.of());
        ConfigMap child = configMap("fg-child", List.of(reference(owner, true)), List.of("example.com/wait"));
        api.client()
                .resource(owner)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await().atMost(SOON).until(() -> api.client().resource(child).get().isMarkedForDeletion());
        assertEquals(
                List.of("foregroundDeletion"),
                api.client().resource(owner).get().getFinalizers());
        await().ignoreExceptions()
                .until(() -> api.client()
                                .configMaps()
                                .inNamespace(api.namespace())
                                .withName("fg-child")
                                .edit(c -> new ConfigMapBuilder(c)
                                        .editMetadata()
                                        .withFinalizers()
                                        .endMetadata()
                                        .build())
                        != null);
        await().atMost(SOON).until(() -> api.client().resource(owner).get() == null);
        assertTrue(api.client().resource(child).get() == null);
    }

    @Test
    void orphans_stay_without_their_owner() {
        ConfigMap owner = configMap("or-owner", List.of(), List.of());
        Resource<Secret> child = secret("or-child", reference(owner, true));
        api.client()
                .resource(owner)
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        await().atMost(SOON).until(() -> api.client().resource(owner).get() == null);
        assertNotNull(child.get());
        assertTrue(child.get().getMetadata().getOwnerReferences().isEmpty());
    }

    @Test
    void an_object_with_one_living_owner_loses_only_the_other_reference() {
        ConfigMap gone = configMap("two-gone", List.of(), List.of());
        ConfigMap lives = configMap("two-lives", List.of(), List.of());
        Resource<Secret> child = secret("two-child", reference(gone, false), reference(lives, false));
        api.client().resource(gone).delete();
        await().atMost(SOON)
                .until(() -> child.get().getMetadata().getOwnerReferences().size() == 1);
        assertEquals(
                "two-lives",
                child.get().getMetadata().getOwnerReferences().getFirst().getName());
    }

    @Test
    void an_object_whose_owner_never_was_is_deleted() {
        Resource<Secret> child = secret(
                "stray",
                new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("never")
                        .withUid("00000000-0000-0000-0000-000000000001")
                        .build());
        await().atMost(SOON).until(() -> child.get() == null);
    }

    @Test
    void owners_that_own_each_other_go_in_the_foreground_too() {
        ConfigMap a = configMap("circle-a", List.of(), List.of());
        ConfigMap b = configMap("circle-b", List.of(reference(a, true)), List.of());
        api.client()
                .resource(a)
                .edit(c -> new ConfigMapBuilder(c)
                        .editMetadata()
                        .withOwnerReferences(reference(b, true))
                        .endMetadata()
                        .build());
        api.client()
                .resource(a)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await().atMost(SOON)
                .until(() -> api.client().resource(a).get() == null
                        && api.client().resource(b).get() == null);
    }

    private static ConfigMap configMap(String name, List<OwnerReference> owners, List<String> finalizers) {
        return api.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .withOwnerReferences(owners)
                        .withFinalizers(finalizers)
                        .endMetadata()
                        .build())
                .create();
    }

    private static Resource<Secret> secret(String name, OwnerReference... owners) {
        Secret secret = api.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .withOwnerReferences(owners)
                        .endMetadata()
                        .build())
                .create();
        return api.client().resource(secret);
    }

    private static OwnerReference reference(ConfigMap owner, boolean blocking) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withBlockOwnerDeletion(blocking)
                .build();
    }
}
