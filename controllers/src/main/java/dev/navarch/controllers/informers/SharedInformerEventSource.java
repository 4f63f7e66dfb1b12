package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a controller for changes of a secondary kind, from the informer that the whole process shares.
 *
 * @param <R> the secondary kind
 * @param <P> the controller's primary kind
 */
public final class SharedInformerEventSource<R extends HasMetadata, P extends HasMetadata>
        extends AbstractEventSource<R, P> {

    private final SharedInformer<R> informer;
    private final Function<Change<R>, ? extends Collection<ResourceID>> primaries;
    private final Consumer<Change<R>> observer;
    private SharedInformer.@Nullable Subscription subscription;

    /**
     * Wakes those that a change concerns.
     *
     * @param primaries whom a change concerns; called on the informer's thread, so it must be quick and free of effects
     */
    public SharedInformerEventSource(
            SharedInformer<R> informer, Function<Change<R>, ? extends Collection<ResourceID>> primaries) {
        this(informer, primaries, change -> {});
    }

    /** As above, with an observer that is told of each change before the controller is woken for it. */
    public SharedInformerEventSource(
            SharedInformer<R> informer,
            Function<Change<R>, ? extends Collection<ResourceID>> primaries,
            Consumer<Change<R>> observer) {
        super(informer.type(), informer.type().getSimpleName());
        this.informer = informer;
        this.primaries = primaries;
        this.observer = observer;
    }

    @Override
    public synchronized void start() {
        if (subscription == null) {
            super.start();
            subscription = informer.onChange(this::changed);
        }
    }

    @Override
    public synchronized void stop() {
        super.stop();
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** Looks through the whole kind: for tests and tools, while controllers read the informer by its indexes. */
    @Override
    public Set<R> getSecondaryResources(P primary) {
        ResourceID id = ResourceID.fromResource(primary);
        return informer.list().stream()
                .filter(r -> primaries.apply(Change.added(r)).contains(id))
                .collect(Collectors.toSet());
    }

    private void changed(Change<R> change) {
        observer.accept(change);
        primaries.apply(change).forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }
}
