package dev.navarch.controllers.scheduler.framework;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects of one kind, as an informer last saw them; they must not be changed. Thread-safe. */
public interface Lister<T> {

    /**
     * The object of this name, null when there is none.
     *
     * @param namespace empty for kinds without namespaces
     */
    @Nullable
    T get(String namespace, String name);

    List<T> list();

    List<T> list(String namespace);
}
