package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A union of volume sources, of which exactly one is to be set: the sources in the order in which they are looked at, each
 * with where its errors are shown and its rule. {@code C} is what rules know besides the source. Immutable.
 */
final class VolumeSourceRules<C> {

    static final String MORE_THAN_ONE = "may not specify more than 1 volume type";

    private record Rule<C>(
            String field, String shownAs, String shownAsExtra, boolean mayBeExtra, BiConsumer<Field, C> check) {}

    private final List<Rule<C>> rules = new ArrayList<>();

    /** The source may stand beside another one without complaint. */
    VolumeSourceRules<C> tolerated(String field, BiConsumer<Field, C> check) {
        rules.add(new Rule<>(field, field, field, true, check));
        return this;
    }

    VolumeSourceRules<C> source(String field, BiConsumer<Field, C> check) {
        return source(field, field, field, check);
    }

    /** A source whose errors are shown at another path, and which is called by yet another name when it is one too many. */
    VolumeSourceRules<C> source(String field, String shownAs, String shownAsExtra, BiConsumer<Field, C> check) {
        rules.add(new Rule<>(field, shownAs, shownAsExtra, false, check));
        return this;
    }

    /** A source of which only these fields must not be empty. */
    VolumeSourceRules<C> requiring(String field, String... required) {
        return requiringShownAs(field, field, field, required);
    }

    VolumeSourceRules<C> requiringShownAs(String field, String shownAs, String shownAsExtra, String... required) {
        return source(field, shownAs, shownAsExtra, (source, context) -> requireAll(source, required));
    }

    static void requireAll(Field source, String... required) {
        for (String field : required) {
            source.get(field).require();
        }
    }

    /** Checks the sources of {@code owner}; answers whether any is set. */
    boolean check(Field owner, C context) {
        boolean found = false;
        for (Rule<C> rule : rules) {
            if (!owner.get(rule.field()).isSet()) {
                continue;
            }
            if (found && !rule.mayBeExtra()) {
                owner.get(rule.field(), rule.shownAsExtra()).forbidden(MORE_THAN_ONE);
            } else {
                rule.check().accept(owner.get(rule.field(), rule.shownAs()), context);
            }
            found = true;
        }
        return found;
    }
}
