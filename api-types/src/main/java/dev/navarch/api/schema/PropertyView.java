package dev.navarch.api.schema;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The members of a schema node, resolved as they are read so that a node may refer to itself. */
final class PropertyView extends AbstractMap<String, StructuralSchema> {

    private final Map<String, Supplier<StructuralSchema>> references;

    PropertyView(Map<String, Supplier<StructuralSchema>> references) {
        this.references = references;
    }

    @Override
    public @Nullable StructuralSchema get(Object key) {
        Supplier<StructuralSchema> reference = references.get(key);
        return reference == null ? null : reference.get();
    }

    @Override
    public boolean containsKey(Object key) {
        return references.containsKey(key);
    }

    @Override
    public int size() {
        return references.size();
    }

    @Override
    public Set<Entry<String, StructuralSchema>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return references.size();
            }

            @Override
            public Iterator<Entry<String, StructuralSchema>> iterator() {
                var entries = references.entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Entry<String, StructuralSchema> next() {
                        var entry = entries.next();
                        return Map.entry(entry.getKey(), entry.getValue().get());
                    }
                };
            }
        };
    }
}
