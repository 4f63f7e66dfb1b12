package dev.navarch.api.apply;

import static dev.navarch.api.apply.Objects.NOW;
import static dev.navarch.api.apply.Objects.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every apply, whatever is applied. */
class FieldManagerPropertiesTest {

    private static final FieldManager PODS = Objects.builtIn("v1", "Pod").build();

    @Property(tries = 300)
    void applying_again_changes_nothing(@ForAll("pods") ObjectNode a, @ForAll("pods") ObjectNode b) {
        ObjectNode live = identified(PODS.apply(null, a.deepCopy(), "alice", false, NOW));
        live = PODS.apply(live, b.deepCopy(), "alice", false, NOW);
        ObjectNode again = PODS.apply(live, b.deepCopy(), "alice", false, NOW.plusSeconds(60));
        ManagedFieldTimes.keepIfNothingElseChanged(live, again);
        assertEquals(live, again);
    }

    @Property(tries = 300)
    void what_one_manager_applied_is_gone_when_it_applies_something_else(
            @ForAll("pods") ObjectNode a, @ForAll("pods") ObjectNode b) {
        ObjectNode only = identified(PODS.apply(null, b.deepCopy(), "alice", false, NOW));
        ObjectNode live = identified(PODS.apply(null, a.deepCopy(), "alice", false, NOW));
        ObjectNode after = PODS.apply(live, b.deepCopy(), "alice", false, NOW);
        assertEquals(sorted(only), sorted(after));
    }

    @Property(tries = 300)
    void forced_apply_wins_and_owns(@ForAll("pods") ObjectNode a, @ForAll("pods") ObjectNode b) {
        ObjectNode live = identified(PODS.apply(null, a.deepCopy(), "alice", false, NOW));
        ObjectNode after = PODS.apply(live, b.deepCopy(), "bob", true, NOW);
        ObjectNode again = PODS.apply(after, b.deepCopy(), "bob", false, NOW);
        assertEquals(
                GoShape.comparable(after.path("spec")),
                GoShape.comparable(again.path("spec")),
                "no conflicts are left");
    }

    @Property(tries = 300)
    void an_update_that_changes_nothing_changes_no_owner(@ForAll("pods") ObjectNode a) {
        ObjectNode live = identified(PODS.update(null, GoShape.decoded(a.deepCopy()), "alice", NOW));
        ObjectNode again = PODS.update(live, live.deepCopy(), "bob", NOW.plusSeconds(60));
        assertEquals(live, again);
    }

    private static ObjectNode identified(ObjectNode object) {
        object.withObjectProperty("metadata").put("uid", "u");
        return object;
    }

    /** Without the order of items: those that stay keep theirs. */
    private static String sorted(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.path("spec").path("containers") instanceof ArrayNode containers) {
            List<String> items = new java.util.ArrayList<>();
            containers.forEach(c -> items.add(withSortedPorts(c.deepCopy())));
            copy.withObjectProperty("spec")
                    .put("containers", items.stream().sorted().toList().toString());
        }
        return CanonicalJson.print(GoShape.comparable(copy));
    }

    private static String withSortedPorts(ObjectNode container) {
        List<String> ports = new java.util.ArrayList<>();
        container.path("ports").forEach(port -> ports.add(CanonicalJson.print(port)));
        container.put("ports", ports.stream().sorted().toList().toString());
        return CanonicalJson.print(container);
    }

    @Provide
    Arbitrary<ObjectNode> pods() {
        Arbitrary<Set<String>> ports = Arbitraries.of(
                        "{'containerPort':80}",
                        "{'containerPort':80,'protocol':'UDP'}",
                        "{'containerPort':81,'name':'x'}")
                .set();
        Arbitrary<String> args = Arbitraries.of("", ",'args':['a']", ",'args':['b','c']");
        Arbitrary<String> image = Arbitraries.of("i:1", "i:2");
        Arbitrary<Set<String>> containers = Combinators.combine(Arbitraries.of("c", "d", "e"), image, args, ports)
                .as((name, img, arg, port) -> "{'name':'" + name + "','image':'" + img + "'" + arg
                        + (port.isEmpty() ? "" : ",'ports':[" + String.join(",", port) + "]") + "}")
                .set()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(container -> container.substring(0, 11));
        Arbitrary<Set<String>> labels =
                Arbitraries.of("'a':'1'", "'b':'2'", "'c':'3'").set();
        return Combinators.combine(labels, containers)
                .as((label, container) -> object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','labels':{"
                        + String.join(",", label) + "}},'spec':{'containers':[" + String.join(",", container)
                        + "],'restartPolicy':'Always'}}"));
    }
}
