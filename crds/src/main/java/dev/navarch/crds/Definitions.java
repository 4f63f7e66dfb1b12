package dev.navarch.crds;

import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.registry.ObjectReader.Event;
import dev.navarch.crds.definition.Definition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The definitions as they are known: from the watch, and from the server's own writes, which it may see earlier. */
final class Definitions {

    private final Map<String, Definition> known = new ConcurrentHashMap<>();
    private final Consumer<String> changed;

    /** Names of what changes are given to {@code changed}. */
    Definitions(Consumer<String> changed) {
        this.changed = changed;
    }

    void accept(Event event) {
        var definition = new Definition(event.object());
        if (event.type() == Event.Type.DELETED) {
            known.computeIfPresent(definition.name(), (name, old) -> old.uid().equals(definition.uid()) ? null : old);
        } else {
            known.merge(definition.name(), definition, (old, next) -> version(next) >= version(old) ? next : old);
        }
        changed.accept(definition.name());
    }

    /** Takes what the server wrote itself, unless something newer is known or the definition is gone by now. */
    void remember(Definition definition) {
        known.computeIfPresent(
                definition.name(),
                (name, old) ->
                        old.uid().equals(definition.uid()) && version(definition) >= version(old) ? definition : old);
    }

    private static long version(Definition definition) {
        String version = ObjectMeta.resourceVersion(definition.object());
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }

    @Nullable
    Definition find(String name) {
        return known.get(name);
    }

    Collection<Definition> all() {
        return List.copyOf(known.values());
    }

    /** Names of the other definitions of the group that a definition of this name is, or was, of. */
    List<String> othersOfGroup(String name) {
        String group = name.substring(name.indexOf('.') + 1);
        return known.values().stream()
                .filter(other -> other.group().equals(group) && !other.name().equals(name))
                .map(Definition::name)
                .toList();
    }
}
