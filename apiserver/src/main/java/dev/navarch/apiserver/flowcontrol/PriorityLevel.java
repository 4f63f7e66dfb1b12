package dev.navarch.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The seats and queues of one priority level. All of it belongs to the lock of {@link PriorityAndFairness}, except what
 * a waiting request holds in its hand.
 *
 * <p>A level may always use what it does not lend. Beyond that it runs on what others leave: no request of another level
 * has to wait for more than the end of a running one.
 */
final class PriorityLevel {

    /** A request in a queue; completed when its turn comes. */
    record Waiter(CompletableFuture<Void> turn, Deque<Waiter> queue) {}

    private String uid = "";
    private boolean exempt;
    private boolean queues;
    private int shares;
    private int handSize;
    private int queueLengthLimit;
    private int lendablePercent;
    private int borrowingLimitPercent = -1;

    /** What is the level's own, and not lent to others. */
    private int guaranteed;

    private int most;
    private int running;
    private int waiting;
    private int next;
    private List<Deque<Waiter>> queued = List.of();

    void configure(String newUid, JsonNode spec) {
        uid = newUid;
        exempt = spec.path("type").asText("").equals("Exempt");
        JsonNode limited = spec.path(exempt ? "exempt" : "limited");
        shares = limited.path("nominalConcurrencyShares").asInt(exempt ? 0 : 30);
        lendablePercent = limited.path("lendablePercent").asInt(0);
        borrowingLimitPercent = limited.path("borrowingLimitPercent").asInt(-1);
        JsonNode response = limited.path("limitResponse");
        queues = response.path("type").asText("").equals("Queue");
        JsonNode queuing = response.path("queuing");
        handSize = Math.max(1, queuing.path("handSize").asInt(8));
        queueLengthLimit = queuing.path("queueLengthLimit").asInt(50);
        int count = queues ? Math.max(handSize, queuing.path("queues").asInt(64)) : 0;
        if (count != queued.size() && waiting == 0) {
            List<Deque<Waiter>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(new ArrayDeque<>(0));
            }
            queued = List.copyOf(made);
            next = 0;
        }
    }

    /** Shares the server's seats out. */
    void share(int seats, int allShares) {
        int nominal = allShares == 0 ? 0 : Math.ceilDiv(seats * shares, allShares);
        guaranteed = exempt ? 0 : nominal - Math.round(nominal * lendablePercent / 100f);
        most = borrowingLimitPercent < 0 ? seats : nominal + Math.round(nominal * borrowingLimitPercent / 100f);
    }

    /** What the level occupies of the server's seats, used or kept for it. */
    int occupied() {
        return exempt ? 0 : Math.max(running, guaranteed);
    }

    boolean mayRun(int seats, int occupiedByAll) {
        if (exempt || running < guaranteed) {
            return true;
        }
        return running < most && occupiedByAll < seats;
    }

    /** Queues the request on the shortest of the queues that its flow was dealt; null when even that is full. */
    @Nullable
    Waiter enqueue(long flow) {
        Deque<Waiter> shortest = null;
        for (int index : deal(flow, queued.size(), handSize)) {
            Deque<Waiter> queue = queued.get(index);
            shortest = shortest == null || queue.size() < shortest.size() ? queue : shortest;
        }
        if (shortest == null || shortest.size() >= queueLengthLimit) {
            return null;
        }
        Waiter waiter = new Waiter(new CompletableFuture<>(), shortest);
        shortest.add(waiter);
        waiting++;
        return waiter;
    }

    /** Different cards for one flow, the same ones each time. */
    static int[] deal(long flow, int deck, int hand) {
        int size = Math.min(deck, hand);
        int[] cards = new int[size];
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < deck; i++) {
            left.add(i);
        }
        long rest = flow;
        for (int i = 0; i < size; i++) {
            int card = (int) Long.remainderUnsigned(rest, left.size());
            rest = Long.divideUnsigned(rest, left.size());
            cards[i] = left.get(card);
            left.subList(card, card + 1).clear();
        }
        return cards;
    }

    /** Gives up waiting; false when the turn has come meanwhile. */
    boolean leave(Waiter waiter) {
        boolean left = waiter.queue().remove(waiter);
        waiting -= left ? 1 : 0;
        return left;
    }

    /** The next request, from one queue after the other. */
    Waiter dequeue() {
        while (true) {
            Waiter waiter = queued.get(next).poll();
            next = (next + 1) % queued.size();
            if (waiter != null) {
                waiting--;
                return waiter;
            }
        }
    }

    void begin() {
        running++;
    }

    void end() {
        running--;
    }

    String uid() {
        return uid;
    }

    boolean queues() {
        return queues;
    }

    int shares() {
        return shares;
    }

    int waiting() {
        return waiting;
    }

    int running() {
        return running;
    }
}
