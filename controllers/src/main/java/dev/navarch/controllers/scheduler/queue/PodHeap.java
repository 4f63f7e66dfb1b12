package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pods in an order, found by their name. Not thread-safe. */
final class PodHeap {

    private record Entry(QueuedPodInfo pod, long sequence) {}

    private final TreeSet<Entry> order;
    private final Map<String, Entry> byKey = new HashMap<>();
    private long sequence;

    PodHeap(Comparator<QueuedPodInfo> comparator) {
        this.order = new TreeSet<>(Comparator.comparing(Entry::pod, comparator).thenComparingLong(Entry::sequence));
    }

    /** What the pod is ordered by must not change while it is here; {@link #remove} it first. */
    void put(QueuedPodInfo pod) {
        remove(pod.podInfo().key());
        Entry entry = new Entry(pod, sequence++);
        byKey.put(pod.podInfo().key(), entry);
        order.add(entry);
    }

    @Nullable
    QueuedPodInfo get(String key) {
        Entry entry = byKey.get(key);
        return entry == null ? null : entry.pod;
    }

    boolean contains(String key) {
        return byKey.containsKey(key);
    }

    @Nullable
    QueuedPodInfo remove(String key) {
        Entry entry = byKey.remove(key);
        if (entry == null) {
            return null;
        }
        order.remove(entry);
        return entry.pod;
    }

    @Nullable
    QueuedPodInfo peek() {
        return order.isEmpty() ? null : order.first().pod;
    }

    @Nullable
    QueuedPodInfo poll() {
        Entry first = order.pollFirst();
        if (first == null) {
            return null;
        }
        byKey.remove(first.pod.podInfo().key());
        return first.pod;
    }

    int size() {
        return byKey.size();
    }

    List<QueuedPodInfo> list() {
        return order.stream().map(Entry::pod).toList();
    }
}
