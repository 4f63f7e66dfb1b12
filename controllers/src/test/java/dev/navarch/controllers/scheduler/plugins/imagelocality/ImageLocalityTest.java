package dev.navarch.controllers.scheduler.plugins.imagelocality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.controllers.scheduler.TestBedAccess;
import org.junit.jupiter.api.Test;

class ImageLocalityTest {

    @Test
    void node_with_the_image_is_preferred() {
        assertEquals(
                java.util.List.of("Normal Scheduled p: Successfully assigned default/p to b"),
                TestBedAccess.run(
                        "apply",
                        "{kind: Node, apiVersion: v1, metadata: {name: a}, status: {allocatable: {cpu: '4', memory: 4Gi, pods: '9'}}}",
                        "---",
                        "{kind: Node, apiVersion: v1, metadata: {name: b}, status: {allocatable: {cpu: '4', memory: 4Gi, pods: '9'}, images: [{names: ['r/i:latest'], sizeBytes: 900000000}]}}",
                        "---",
                        "{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {containers: [{name: c, image: r/i}]}}"));
    }
}
