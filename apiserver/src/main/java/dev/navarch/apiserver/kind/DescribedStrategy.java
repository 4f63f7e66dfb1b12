package dev.navarch.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;
import dev.navarch.apiserver.registry.Generation;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The strategy of a kind that a few facts describe; built once, immutable afterwards. */
public final class DescribedStrategy implements ResourceStrategy {

    private final Consumer<ObjectNode> defaults;
    private final BiConsumer<RequestContext, ObjectNode> creation;
    private final BiConsumer<ObjectNode, ObjectNode> change;
    private final BiFunction<ObjectNode, @Nullable ObjectNode, List<String>> warnings;
    private final Function<ObjectNode, List<FieldError>> check;
    private final BiFunction<ObjectNode, ObjectNode, List<FieldError>> updateCheck;
    private final BiFunction<String, Boolean, List<String>> nameRule;
    private final Map<String, SelectableField> selectable;
    private final Map<String, String> aliases;
    private final Generation generation;
    private final GarbageCollectionPolicy garbageCollection;
    private final boolean createOnUpdate;
    private final boolean unconditionalUpdate;
    private final boolean keepsStatusOnCreate;
    private final boolean returnsDeleted;
    private final Map<String, ResourceStrategy> parts;
    private final String deletionWarning;
    private final Duration timeToLive;

    private DescribedStrategy(Builder builder) {
        this.defaults = builder.defaults;
        this.creation = builder.creation;
        this.change = builder.change;
        this.warnings = builder.warnings;
        this.check = builder.check;
        this.updateCheck = builder.updateCheck;
        this.nameRule = builder.nameRule;
        this.selectable = new LinkedHashMap<>(builder.selectable);
        this.aliases = Map.copyOf(builder.aliases);
        this.generation = builder.generation;
        this.garbageCollection = builder.garbageCollection;
        this.createOnUpdate = builder.createOnUpdate;
        this.unconditionalUpdate = builder.unconditionalUpdate;
        this.keepsStatusOnCreate = builder.keepsStatusOnCreate;
        this.returnsDeleted = builder.returnsDeleted;
        this.parts = Map.copyOf(builder.parts);
        this.deletionWarning = builder.deletionWarning;
        this.timeToLive = builder.timeToLive;
    }

    public static Builder kind() {
        return new Builder();
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        defaults.accept(object);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        creation.accept(context, object);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        change.accept(object, old);
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
        return warnings.apply(object, old);
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode object) {
        return check.apply(object);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        return updateCheck.apply(object, old);
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return nameRule.apply(name, prefix);
    }

    @Override
    public Set<String> selectableFieldNames() {
        return selectable.keySet();
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        selectable.forEach((field, from) -> values.put(field, from.valueIn(object)));
        return values;
    }

    /**
     * Where a selectable field's value stands.
     *
     * @param pointers the first that leads to something counts
     * @param zero the value when none does
     */
    private record SelectableField(List<String> pointers, String zero) {

        String valueIn(ObjectNode object) {
            for (String pointer : pointers) {
                String text = object.at(pointer).asText("");
                if (!text.isEmpty()) {
                    return text;
                }
            }
            return zero;
        }
    }

    @Override
    public Map<String, String> fieldAliases() {
        return aliases;
    }

    @Override
    public Generation generation() {
        return generation;
    }

    @Override
    public GarbageCollectionPolicy defaultGarbageCollectionPolicy(RequestContext context) {
        return garbageCollection;
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return createOnUpdate;
    }

    @Override
    public boolean allowUnconditionalUpdate() {
        return unconditionalUpdate;
    }

    @Override
    public boolean resetsStatusOnCreate() {
        return !keepsStatusOnCreate;
    }

    @Override
    public boolean returnsDeletedObject() {
        return returnsDeleted;
    }

    @Override
    public Duration timeToLive(ObjectNode object) {
        return timeToLive;
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    @Override
    public void beginDelete(RequestContext context, DeleteOptions options) {
        boolean silent = options.propagationPolicy() == null && options.orphanDependents() == null;
        if (silent && !deletionWarning.isEmpty()) {
            context.warn(deletionWarning);
        }
    }

    /** Gathers the facts; each method changes this builder and returns it. */
    public static final class Builder {

        private Consumer<ObjectNode> defaults = object -> {};
        private BiConsumer<RequestContext, ObjectNode> creation = (context, object) -> {};
        private BiConsumer<ObjectNode, ObjectNode> change = (object, old) -> {};
        private BiFunction<ObjectNode, @Nullable ObjectNode, List<String>> warnings = (object, old) -> List.of();
        private Function<ObjectNode, List<FieldError>> check = object -> List.of();
        private BiFunction<ObjectNode, ObjectNode, List<FieldError>> updateCheck = (object, old) -> check.apply(object);
        private BiFunction<String, Boolean, List<String>> nameRule =
                (name, prefix) -> ResourceStrategy.GENERIC.validateName(name, prefix);
        private final Map<String, SelectableField> selectable = new LinkedHashMap<>();
        private Map<String, String> aliases = Map.of();
        private Generation generation = Generation.NONE;
        private GarbageCollectionPolicy garbageCollection = GarbageCollectionPolicy.BACKGROUND;
        private boolean createOnUpdate;
        private boolean unconditionalUpdate = true;
        private boolean keepsStatusOnCreate;
        private boolean returnsDeleted;
        private final Map<String, ResourceStrategy> parts = new LinkedHashMap<>();
        private String deletionWarning = "";
        private Duration timeToLive = Duration.ZERO;

        private Builder() {}

        /** How a part that is written by itself differs. */
        public Builder part(String name, ResourceStrategy strategy) {
            this.parts.put(name, strategy);
            return this;
        }

        /** After which objects go by themselves. */
        public Builder timeToLive(Duration duration) {
            this.timeToLive = duration;
            return this;
        }

        /** What is warned of when a delete does not say what becomes of dependents. */
        public Builder warnOnDelete(String text) {
            this.deletionWarning = text;
            return this;
        }

        public Builder defaults(Consumer<ObjectNode> fill) {
            this.defaults = fill;
            return this;
        }

        /** What the server sets when an object is created. */
        public Builder onCreate(Consumer<ObjectNode> prepare) {
            this.creation = (context, object) -> prepare.accept(object);
            return this;
        }

        /** As {@link #onCreate(Consumer)}, where it depends on the request. */
        public Builder onCreate(BiConsumer<RequestContext, ObjectNode> prepare) {
            this.creation = prepare;
            return this;
        }

        /** What the server sets, or keeps of the old object, when one is changed: the new object, then the old one. */
        public Builder onUpdate(BiConsumer<ObjectNode, ObjectNode> prepare) {
            this.change = prepare;
            return this;
        }

        /** What must hold of an object, when it is created and, without {@link #updateRules}, when it is changed. */
        public Builder rules(Consumer<Place> rules) {
            this.check = object -> Place.check(object, rules);
            return this;
        }

        /** What must hold of a change, in place of {@link #rules}: the new object, then the old one. */
        public Builder updateRules(BiConsumer<Place, Place> rules) {
            this.updateCheck = (object, old) -> Place.check(object, old, rules);
            return this;
        }

        /** What must hold of a change through {@code status}. */
        public Builder statusRules(BiConsumer<Place, Place> rules) {
            return part("status", StatusPart.checking(rules));
        }

        /** What clients are warned of: of a new object, or of a new and an old one. */
        public Builder warnings(BiFunction<ObjectNode, @Nullable ObjectNode, List<String>> warnings) {
            this.warnings = warnings;
            return this;
        }

        /** How names must look; the rule is told whether it sees a generateName. */
        public Builder names(BiFunction<String, Boolean, List<String>> rule) {
            this.nameRule = rule;
            return this;
        }

        /** A field that selectors may name: its label and where its value stands are the same path, with dots. */
        public Builder selectable(String... fields) {
            for (String field : fields) {
                selectableOr("", field, "/" + field.replace('.', '/'));
            }
            return this;
        }

        /** A field that selectors may name, with the places of its value; the first that is not empty counts. */
        public Builder selectableAt(String field, String... pointers) {
            return selectableOr("", field, pointers);
        }

        /** A number or a flag that selectors may name: what JSON leaves out has its zero value. */
        public Builder selectableOr(String zero, String field, String... pointers) {
            selectable.put(field, new SelectableField(List.of(pointers), zero));
            return this;
        }

        /** What clients call the selectable fields. */
        public Builder aliases(Map<String, String> names) {
            this.aliases = names;
            return this;
        }

        public Builder counted() {
            this.generation = Generation.COUNTED;
            return this;
        }

        public Builder generation(Generation generation) {
            this.generation = generation;
            return this;
        }

        public Builder garbageCollection(GarbageCollectionPolicy policy) {
            this.garbageCollection = policy;
            return this;
        }

        public Builder createOnUpdate() {
            this.createOnUpdate = true;
            return this;
        }

        public Builder conditionalUpdateOnly() {
            this.unconditionalUpdate = false;
            return this;
        }

        public Builder keepsStatusOnCreate() {
            this.keepsStatusOnCreate = true;
            return this;
        }

        public Builder returnsDeleted() {
            this.returnsDeleted = true;
            return this;
        }

        public ResourceStrategy build() {
            return new DescribedStrategy(this);
        }
    }
}
