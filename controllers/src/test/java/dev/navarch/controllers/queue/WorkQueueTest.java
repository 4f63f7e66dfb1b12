package dev.navarch.controllers.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.controllers.queue.WorkQueue.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void what_waits_is_not_queued_twice_and_what_is_worked_on_comes_once_more() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> worked = new CopyOnWriteArrayList<>();
        WorkQueue<String> queue = new WorkQueue<>("test", 4, timer, item -> {
            started.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            worked.add(item);
            return Outcome.DONE;
        });
        queue.add("a");
        started.await();
        queue.add("a");
        queue.add("a");
        go.countDown();
        await().until(() -> worked.size() == 2);
        Thread.sleep(50);
        assertEquals(List.of("a", "a"), worked);
    }

    @Test
    void what_fails_comes_back() {
        AtomicInteger attempts = new AtomicInteger();
        WorkQueue<String> queue = new WorkQueue<>("test", 1, timer, item -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            return Outcome.DONE;
        });
        queue.add("a");
        await().until(() -> attempts.get() == 3);
    }
}
