package dev.navarch.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.flowcontrol.PriorityLevel.Waiter;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectReader.Event;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.UserInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * API priority and fairness, KEP-1040: flow schemas say which priority level a request goes to, levels share the
 * server's seats, and within a level each flow waits in queues of its own. Follows its objects as they change. Thread-safe:
 * {@link #lock} guards levels and schemas.
 */
public final class PriorityAndFairness implements FlowControl {

    private static final String GROUP = "flowcontrol.apiserver.k8s.io";
    private static final String SCHEMA_HEADER = "X-Kubernetes-PF-FlowSchema-UID";
    private static final String LEVEL_HEADER = "X-Kubernetes-PF-PriorityLevel-UID";
    private static final String EXEMPT = "exempt";
    private static final String CATCH_ALL = "catch-all";

    private final int seats;
    private final Duration longestWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, PriorityLevel> levels = new HashMap<>();
    /** In the order in which they are tried; replaced under the lock, read without it. */
    private volatile List<FlowSchema> schemas = List.of();

    private final List<AutoCloseable> watches = new ArrayList<>();

    /** Not yet following any objects: only the two levels that always are. */
    PriorityAndFairness(int seats, Duration longestWait) {
        this.seats = seats;
        this.longestWait = longestWait;
        put(EXEMPT, "", Json.object().put("type", "Exempt"));
        put(CATCH_ALL, "", catchAll());
    }

    /**
     * Follows the objects that the reader sees, from a thread of its own, since there may be no storage yet to read from.
     *
     * @param seats how many requests run at once, on all levels but the exempt ones
     */
    public static PriorityAndFairness start(ObjectReader reader, int seats) {
        var control = new PriorityAndFairness(seats, Duration.ofSeconds(15));
        Thread.ofVirtual().name("flow-control-objects").start(() -> control.follow(reader));
        return control;
    }

    private void follow(ObjectReader reader) {
        AutoCloseable levelWatch =
                reader.watch(new GroupResource(GROUP, "prioritylevelconfigurations"), this::levelChanged);
        AutoCloseable schemaWatch = reader.watch(new GroupResource(GROUP, "flowschemas"), this::schemaChanged);
        lock.lock();
        try {
            watches.add(levelWatch);
            watches.add(schemaWatch);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> open;
        lock.lock();
        try {
            open = List.copyOf(watches);
            watches.clear();
        } finally {
            lock.unlock();
        }
        for (AutoCloseable watch : open) {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException("a watch does not close", e);
            }
        }
    }

    @Override
    public Seat enter(RequestInfo request, UserInfo user, BiConsumer<String, String> header) {
        PriorityLevel level;
        Waiter waiter;
        FlowSchema schema = schemaOf(request, user);
        lock.lock();
        try {
            level = schema == null ? fallback(user) : levels.getOrDefault(schema.level(), fallback(user));
            if (schema != null) {
                header.accept(SCHEMA_HEADER, schema.uid());
                header.accept(LEVEL_HEADER, level.uid());
            }
            if (level.waiting() == 0 && level.mayRun(seats, occupied())) {
                level.begin();
                return seat(level);
            }
            waiter = level.queues() ? level.enqueue(hash(schema, request, user)) : null;
        } finally {
            lock.unlock();
        }
        if (waiter == null) {
            throw refused();
        }
        await(level, waiter);
        return seat(level);
    }

    private void await(PriorityLevel level, Waiter waiter) {
        try {
            waiter.turn().get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
            return;
        } catch (TimeoutException e) {
            if (!left(level, waiter)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!left(level, waiter)) {
                seat(level).close();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("turns come without an error", e);
        }
        throw refused();
    }

    private boolean left(PriorityLevel level, Waiter waiter) {
        lock.lock();
        try {
            return level.leave(waiter);
        } finally {
            lock.unlock();
        }
    }

    private static StatusException refused() {
        return StatusException.tooManyRequests("Too many requests, please try again later.", 1);
    }

    private Seat seat(PriorityLevel level) {
        return () -> {
            lock.lock();
            try {
                level.end();
                dispatch();
            } finally {
                lock.unlock();
            }
        };
    }

    /** Lets run what may. */
    private void dispatch() {
        for (PriorityLevel level : levels.values()) {
            while (level.waiting() > 0 && level.mayRun(seats, occupied())) {
                level.begin();
                level.dequeue().turn().complete(null);
            }
        }
    }

    private int occupied() {
        int occupied = 0;
        for (PriorityLevel level : levels.values()) {
            occupied += level.occupied();
        }
        return occupied;
    }

    private @Nullable FlowSchema schemaOf(RequestInfo request, UserInfo user) {
        for (FlowSchema schema : schemas) {
            if (schema.matches(request, user)) {
                return schema;
            }
        }
        return null;
    }

    private PriorityLevel fallback(UserInfo user) {
        String name = user.groups().contains(UserInfo.MASTERS) ? EXEMPT : CATCH_ALL;
        PriorityLevel level = levels.get(name);
        if (level == null) {
            throw new IllegalStateException(name + " is mandatory");
        }
        return level;
    }

    private static long hash(@Nullable FlowSchema schema, RequestInfo request, UserInfo user) {
        String flow = schema == null ? user.name() : schema.name() + '\0' + schema.flow(request, user);
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < flow.length(); i++) {
            hash = (hash ^ flow.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 32);
    }

    private void schemaChanged(Event event) {
        FlowSchema schema = FlowSchema.of(event.object());
        lock.lock();
        try {
            List<FlowSchema> now = new ArrayList<>(schemas);
            now.removeIf(known -> known.name().equals(schema.name()));
            if (event.type() != Event.Type.DELETED) {
                now.add(schema);
            }
            now.sort(FlowSchema.ORDER);
            schemas = List.copyOf(now);
        } finally {
            lock.unlock();
        }
    }

    private void levelChanged(Event event) {
        ObjectNode object = event.object();
        String name = ObjectMeta.name(object);
        lock.lock();
        try {
            boolean mandatory = name.equals(EXEMPT) || name.equals(CATCH_ALL);
            if (event.type() != Event.Type.DELETED) {
                put(name, ObjectMeta.uid(object), object.path("spec"));
            } else if (!mandatory) {
                remove(name);
            }
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    private void put(String name, String uid, JsonNode spec) {
        levels.computeIfAbsent(name, made -> new PriorityLevel()).configure(uid, spec);
        shareOut();
    }

    /** What still waits on the level is let run: there is nobody left to say when. */
    private void remove(String name) {
        PriorityLevel gone = levels.remove(name);
        while (gone != null && gone.waiting() > 0) {
            gone.begin();
            gone.dequeue().turn().complete(null);
        }
        shareOut();
    }

    private void shareOut() {
        int shares = levels.values().stream().mapToInt(PriorityLevel::shares).sum();
        levels.values().forEach(level -> level.share(seats, shares));
    }

    private static ObjectNode catchAll() {
        ObjectNode spec = Json.object().put("type", "Limited");
        ObjectNode limited = spec.putObject("limited").put("nominalConcurrencyShares", 5);
        limited.putObject("limitResponse").put("type", "Reject");
        return spec;
    }
}
