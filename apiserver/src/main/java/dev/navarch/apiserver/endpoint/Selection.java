package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.WatchQuery;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.request.ListOptions;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a resource a request is about.
 *
 * @param scope the key, or the prefix of the keys, of all that may be meant
 * @param predicate null when all in scope are meant
 */
record Selection(String scope, @Nullable Predicate<CachedObject> predicate, Optional<WatchQuery.Trigger> trigger) {

    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    /** The fields by which watchers of a resource are woken. */
    static final Set<String> TRIGGERS = Set.of("spec.nodeName");

    /** Reads the selectors; 400 for fields that cannot be selected by. */
    static Selection of(Call call, ListOptions options) {
        ServedResource served = call.served();
        FieldSelector fields = checked(served, options.fieldSelector());
        if (!call.name().isEmpty()) {
            fields = withName(fields, call.name());
        }
        ResourceStore store = call.store();
        String namespace = call.namespace();
        if (namespace.isEmpty() && served.descriptor().namespaced()) {
            namespace = fields.requiresExactMatch(NAMESPACE).orElse("");
        }
        Optional<String> name = fields.requiresExactMatch(NAME);
        boolean one = name.isPresent()
                && !name.get().isEmpty()
                && (!namespace.isEmpty() || !served.descriptor().namespaced());
        String scope = one ? store.key(namespace, name.get()) : store.scope(namespace);
        return new Selection(scope, predicate(options.labelSelector(), fields), trigger(fields));
    }

    /** The selectors alone. */
    static Predicate<CachedObject> filter(ServedResource served, ListOptions options) {
        Predicate<CachedObject> predicate =
                predicate(options.labelSelector(), checked(served, options.fieldSelector()));
        return predicate == null ? _ -> true : predicate;
    }

    private static FieldSelector withName(FieldSelector fields, String name) {
        if (fields.isEmpty()) {
            return FieldSelector.of(NAME, name);
        }
        if (!fields.requiresExactMatch(NAME).equals(Optional.of(name))) {
            throw StatusException.badRequest("fieldSelector metadata.name doesn't match requested name");
        }
        return fields;
    }

    private static FieldSelector checked(ServedResource served, FieldSelector fields) {
        Set<String> own = served.strategy().selectableFieldNames();
        Map<String, String> aliases = served.strategy().fieldAliases();
        var terms = new ArrayList<FieldSelector.Term>();
        for (FieldSelector.Term term : fields.terms()) {
            String field = term.field();
            boolean common = field.equals(NAME) || field.equals(NAMESPACE);
            boolean known = aliases.isEmpty() ? own.contains(field) : aliases.containsKey(field);
            if (!common && !known) {
                throw StatusException.badRequest(unknown(field, served));
            }
            terms.add(new FieldSelector.Term(aliases.getOrDefault(field, field), term.negated(), term.value()));
        }
        return new FieldSelector(terms);
    }

    private static String unknown(String field, ServedResource served) {
        return !served.custom() && served.strategy().selectableFieldNames().isEmpty()
                ? "\"" + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : "field label not supported: " + field;
    }

    private static @Nullable Predicate<CachedObject> predicate(LabelSelector labels, FieldSelector fields) {
        if (labels.isEmpty() && fields.isEmpty()) {
            return null;
        }
        return object -> labels.matches(object.labels()) && matches(fields, object);
    }

    private static boolean matches(FieldSelector fields, CachedObject object) {
        for (FieldSelector.Term term : fields.terms()) {
            if (object.field(term.field()).equals(term.value()) == term.negated()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<WatchQuery.Trigger> trigger(FieldSelector fields) {
        return fields.terms().stream()
                .filter(term -> !term.negated() && TRIGGERS.contains(term.field()))
                .map(term -> new WatchQuery.Trigger(term.field(), term.value()))
                .findFirst();
    }
}
