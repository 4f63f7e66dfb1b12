package dev.navarch.kubelet.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.kubelet.pod.PodStatusGenerator.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodResizeTest {

    private final PodResize resize = new PodResize(AllocationFile.none());
    private Optional<Verdict> refusal = Optional.empty();

    private static Pod pod(String cpu, long generation) {
        Pod pod = TestPods.pod("containers: [{name: a, image: one, resources: {requests: {cpu: " + cpu + "}}}]");
        return new PodBuilder(pod)
                .editMetadata()
                .withGeneration(generation)
                .endMetadata()
                .build();
    }

    private PodResize.Outcome allocate(Pod pod) {
        return resize.allocate(pod, p -> refusal);
    }

    private static Quantity cpu(Pod pod) {
        return pod.getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getRequests()
                .get("cpu");
    }

    @Test
    void a_pod_is_given_what_it_asks_for_at_first() {
        Pod pod = pod("100m", 1);
        assertInstanceOf(PodResize.Outcome.Unchanged.class, allocate(pod));
        assertSame(pod, resize.apply(pod));
    }

    @Test
    void with_room_a_resize_is_in_progress_until_the_containers_have_it() {
        allocate(pod("100m", 1));
        assertInstanceOf(PodResize.Outcome.Started.class, allocate(pod("200m", 2)));
        assertEquals("PodResizeInProgress", resize.conditions().getFirst().getType());
        assertEquals(Optional.empty(), resize.actuated(false));
        assertEquals(Optional.of(2L), resize.actuated(true));
        assertTrue(resize.conditions().isEmpty());
    }

    @Test
    void without_room_the_pod_goes_on_with_what_it_has() {
        allocate(pod("100m", 1));
        refusal = Optional.of(new Verdict("OutOfcpu", "too much"));
        assertEquals(new PodResize.Outcome.Deferred("too much", true), allocate(pod("9", 2)));
        assertEquals(new PodResize.Outcome.Deferred("too much", false), allocate(pod("9", 2)));
        assertEquals(new Quantity("100m"), cpu(resize.apply(pod("9", 2))));
        assertEquals("Deferred", resize.conditions().getFirst().getReason());
        refusal = Optional.empty();
        assertInstanceOf(PodResize.Outcome.Started.class, allocate(pod("9", 2)));
        assertEquals(new Quantity("9"), cpu(resize.apply(pod("9", 2))));
    }

    @Test
    void the_same_amount_in_other_words_is_no_resize() {
        allocate(pod("100m", 1));
        assertInstanceOf(PodResize.Outcome.Unchanged.class, allocate(pod("0.1", 2)));
    }

    @Test
    void an_error_is_news_once_and_keeps_the_generation_that_it_belongs_to() {
        allocate(pod("100m", 1));
        allocate(pod("200m", 2));
        assertTrue(resize.failed(pod("200m", 3), "busy"));
        assertEquals(false, resize.failed(pod("200m", 3), "busy"));
        assertEquals(2L, resize.conditions().getFirst().getObservedGeneration());
        assertEquals("Error", resize.conditions().getFirst().getReason());
    }
}
