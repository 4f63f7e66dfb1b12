package dev.navarch.api.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The algebra of owned fields, checked against plain sets of paths. */
class FieldSetPropertiesTest {

    @Property
    void encoding_and_decoding_gives_the_same_set(@ForAll("sets") FieldSet set) {
        JsonNode encoded = FieldsV1.encode(set);
        assertEquals(set, FieldsV1.decode(encoded));
        assertEquals(set, FieldsV1.decode(Json.parse(Json.string(encoded))));
    }

    @Property
    void union_intersection_and_difference_are_those_of_the_members(
            @ForAll("sets") FieldSet a, @ForAll("sets") FieldSet b) {
        Set<FieldPath> union = members(a);
        union.addAll(members(b));
        Set<FieldPath> intersection = members(a);
        intersection.retainAll(members(b));
        Set<FieldPath> difference = members(a);
        difference.removeAll(members(b));
        assertEquals(union, members(a.union(b)));
        assertEquals(intersection, members(a.intersection(b)));
        assertEquals(difference, members(a.difference(b)));
    }

    @Property
    void recursive_difference_takes_what_is_below_too(@ForAll("sets") FieldSet a, @ForAll("sets") FieldSet b) {
        Set<FieldPath> expected = members(a);
        expected.removeIf(path -> startsWithMember(path, b));
        assertEquals(expected, members(a.recursiveDifference(b)));
    }

    @Property
    void leaves_have_no_member_below(@ForAll("sets") FieldSet set) {
        Set<FieldPath> all = members(set);
        Set<FieldPath> leaves = members(set.leaves());
        assertTrue(all.containsAll(leaves));
        for (FieldPath leaf : leaves) {
            assertTrue(all.stream()
                    .noneMatch(
                            other -> other.elements().size() > leaf.elements().size()
                                    && other.elements()
                                            .subList(0, leaf.elements().size())
                                            .equals(leaf.elements())));
        }
    }

    @Property
    void every_member_is_contained(@ForAll("sets") FieldSet set) {
        set.forEach(path -> assertTrue(set.contains(path)));
        assertEquals(set.size(), set.paths().size());
        assertEquals(set, FieldSet.of(set.paths().toArray(FieldPath[]::new)));
    }

    private static boolean startsWithMember(FieldPath path, FieldSet set) {
        for (int i = 1; i <= path.elements().size(); i++) {
            if (set.contains(new FieldPath(path.elements().subList(0, i)))) {
                return true;
            }
        }
        return false;
    }

    private static Set<FieldPath> members(FieldSet set) {
        return new HashSet<>(set.paths());
    }

    @Provide
    Arbitrary<FieldSet> sets() {
        Arbitrary<PathElement> fields =
                Arbitraries.of("a", "b", "c", "x.io/d", "").map(PathElement.Field::new);
        Arbitrary<PathElement> keys = Arbitraries.of(
                        "{\"name\":\"n\"}", "{\"port\":80,\"protocol\":\"TCP\"}", "{\"port\":81}", "{\"<\":\"\u2028\"}")
                .map(json -> FieldsV1.decode("k:" + json));
        Arbitrary<PathElement> values =
                Arbitraries.of("1", "1.5", "\"s\"", "true", "\"\u00e4\"").map(json -> FieldsV1.decode("v:" + json));
        Arbitrary<PathElement> indices = Arbitraries.integers().between(0, 3).map(PathElement.Index::new);
        Arbitrary<List<PathElement>> paths = Arbitraries.oneOf(fields, fields, keys, values, indices)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
        return paths.map(FieldPath::new).list().ofMaxSize(12).map(list -> FieldSet.of(list.toArray(FieldPath[]::new)));
    }
}
