package dev.navarch.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.revisions.PodTemplates;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaSetAnnotationsTest {

    private final io.fabric8.kubernetes.api.model.apps.Deployment deployment = new DeploymentBuilder()
            .withNewMetadata()
            .withName("d")
            .addToAnnotations("note", "kept")
            .addToAnnotations(ReplicaSetAnnotations.REVISION, "7")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .endMetadata()
            .build();

    @Test
    void annotations_are_copied_but_for_those_of_other_owners() {
        assertEquals(
                Map.of("note", "kept", ReplicaSetAnnotations.REVISION, "3"),
                ReplicaSetAnnotations.forNewest(deployment, Map.of(), 3));
    }

    @Test
    void a_rollback_remembers_what_revision_the_template_was() {
        var once = ReplicaSetAnnotations.forNewest(deployment, Map.of(ReplicaSetAnnotations.REVISION, "1"), 3);
        assertEquals("1", once.get(ReplicaSetAnnotations.REVISION_HISTORY));
        var twice = ReplicaSetAnnotations.forNewest(deployment, once, 5);
        assertEquals("1,3", twice.get(ReplicaSetAnnotations.REVISION_HISTORY));
        assertEquals("5", twice.get(ReplicaSetAnnotations.REVISION));
        assertEquals(twice, ReplicaSetAnnotations.forNewest(deployment, twice, 4));
    }

    @Test
    void templates_are_equal_without_their_hash_and_have_stable_names() {
        PodTemplateSpec template = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("b", "2")
                .addToLabels("a", "1")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("i")
                .endContainer()
                .endSpec()
                .build();
        PodTemplateSpec reordered = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("a", "1")
                .addToLabels("b", "2")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("i")
                .endContainer()
                .endSpec()
                .build();
        String hash = PodTemplates.hash(template, null);
        assertEquals(hash, PodTemplates.hash(reordered, null));
        assertNotEquals(hash, PodTemplates.hash(template, 1));
        assertTrue(hash.matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}"), hash);
        assertTrue(PodTemplates.equalIgnoringHash(template, PodTemplates.withHash(reordered, hash)));
        assertFalse(PodTemplates.equalIgnoringHash(
                template,
                new PodTemplateSpecBuilder(template)
                        .editSpec()
                        .withHostNetwork(true)
                        .endSpec()
                        .build()));
    }
}
