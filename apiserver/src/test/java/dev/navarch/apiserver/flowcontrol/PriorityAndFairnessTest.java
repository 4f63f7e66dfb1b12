package dev.navarch.apiserver.flowcontrol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Query;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.RequestInfoResolver;
import dev.navarch.apiserver.request.UserInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriorityAndFairnessTest {

    private static final RequestInfo PODS =
            RequestInfoResolver.resolve("GET", "/api/v1/namespaces/a/pods", Query.parse(""));
    private static final UserInfo JANE = new UserInfo("jane", "", List.of("system:authenticated"), Map.of());
    private static final UserInfo MASTER = new UserInfo("m", "", List.of(UserInfo.MASTERS), Map.of());

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text);
    }

    private static FlowControl.Seat enter(PriorityAndFairness control, UserInfo user) {
        return control.enter(PODS, user, (name, value) -> {});
    }

    @Test
    void a_level_that_rejects_refuses_at_once_what_is_too_many() {
        var control = new PriorityAndFairness(2, Duration.ofSeconds(5));
        FlowControl.Seat first = enter(control, JANE);
        FlowControl.Seat second = enter(control, JANE);
        StatusException refused = assertThrows(StatusException.class, () -> enter(control, JANE));
        assertEquals(429, refused.code());
        first.close();
        enter(control, JANE).close();
        second.close();
    }

    @Test
    void exempt_requests_run_however_many_there_are() {
        var control = new PriorityAndFairness(1, Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            assertNotNull(enter(control, MASTER));
        }
    }

    @Test
    void a_flow_is_dealt_the_same_different_queues_each_time() {
        int[] hand = PriorityLevel.deal(123_456_789L, 64, 8);
        assertEquals(8, Arrays.stream(hand).distinct().count());
        assertTrue(Arrays.stream(hand).allMatch(card -> card >= 0 && card < 64));
        assertTrue(Arrays.equals(hand, PriorityLevel.deal(123_456_789L, 64, 8)));
        assertEquals(
                64, Arrays.stream(PriorityLevel.deal(-1L, 64, 64)).distinct().count());
    }

    @Test
    void a_full_queue_takes_no_more() {
        var level = new PriorityLevel();
        level.configure("u", json("""
                {"type": "Limited", "limited": {"nominalConcurrencyShares": 1, "limitResponse":
                  {"type": "Queue", "queuing": {"queues": 1, "handSize": 1, "queueLengthLimit": 2}}}}"""));
        assertNotNull(level.enqueue(7));
        PriorityLevel.Waiter second = level.enqueue(7);
        assertEquals(null, level.enqueue(7));
        assertNotNull(second);
        assertTrue(level.leave(second));
        assertFalse(level.leave(second));
        assertEquals(1, level.waiting());
    }

    @Test
    void what_a_level_keeps_for_itself_is_not_borrowed() {
        var kept = new PriorityLevel();
        kept.configure("u", json("{\"type\": \"Limited\", \"limited\": {\"nominalConcurrencyShares\": 1}}"));
        kept.share(10, 2);
        var other = new PriorityLevel();
        other.configure("u", json("{\"type\": \"Limited\", \"limited\": {\"nominalConcurrencyShares\": 1}}"));
        other.share(10, 2);
        for (int i = 0; i < 5; i++) {
            assertTrue(other.mayRun(10, other.occupied() + kept.occupied()));
            other.begin();
        }
        assertFalse(other.mayRun(10, other.occupied() + kept.occupied()));
    }

    @Test
    void rules_match_by_subject_verb_resource_and_namespace() {
        FlowSchema schema = FlowSchema.of(json("""
                {"metadata": {"name": "s", "uid": "u"}, "spec": {"matchingPrecedence": 5,
                 "priorityLevelConfiguration": {"name": "l"}, "distinguisherMethod": {"type": "ByUser"},
                 "rules": [{"subjects": [{"kind": "Group", "group": {"name": "system:authenticated"}}],
                  "resourceRules": [{"verbs": ["list"], "apiGroups": [""], "resources": ["pods"], "namespaces": ["a"]}],
                  "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["/healthz"]}]}]}}"""));
        assertTrue(schema.matches(PODS, JANE));
        assertFalse(schema.matches(PODS, MASTER));
        assertFalse(schema.matches(RequestInfoResolver.resolve("GET", "/api/v1/pods", Query.parse("")), JANE));
        assertTrue(schema.matches(RequestInfoResolver.resolve("GET", "/healthz/etcd", Query.parse("")), JANE));
        assertEquals("jane", schema.flow(PODS, JANE));
    }
}
