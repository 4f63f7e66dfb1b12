package dev.navarch.kubelet.runtime.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GraceTest {

    @Test
    void a_grace_period_of_which_milliseconds_are_gone_loses_no_second() {
        assertEquals(3, DockerRuntime.wholeSeconds(Duration.ofMillis(2990)));
        assertEquals(3, DockerRuntime.wholeSeconds(Duration.ofSeconds(3)));
        assertEquals(0, DockerRuntime.wholeSeconds(Duration.ZERO));
    }
}
