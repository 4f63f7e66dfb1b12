package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which plugin of which profile wants to be asked about which event. Immutable. */
public final class QueueingHints {

    /** One plugin's registration. */
    record Hint(ClusterEvent event, String plugin, QueueingHint.Function function) {}

    private final Map<String, List<Hint>> byProfile = new HashMap<>();

    public QueueingHints(Collection<Framework> profiles) {
        for (Framework profile : profiles) {
            List<Hint> hints = new ArrayList<>();
            profile.enqueueExtensions().forEach(plugin -> addHints(hints, plugin));
            profile.pluginsWithoutEvents().forEach(plugin -> addAllEvents(hints, plugin));
            byProfile.put(profile.schedulerName(), List.copyOf(hints));
        }
    }

    private static void addHints(List<Hint> hints, EnqueueExtensions plugin) {
        boolean nodeAdded = false;
        boolean nodeTaintUpdated = false;
        for (QueueingHint.Registration registration : plugin.eventsToRegister()) {
            ClusterEvent event = registration.event();
            hints.add(new Hint(event, plugin.name(), registration.hint()));
            if (event.resource() == EventResource.NODE) {
                nodeAdded |= event.actions().contains(ActionType.ADD);
                nodeTaintUpdated |= event.actions().contains(ActionType.UPDATE_NODE_TAINT);
            }
        }
        if (nodeAdded && !nodeTaintUpdated) {
            // A new node often is tainted not-ready at first: other filters reject it before this plugin is asked.
            hints.add(new Hint(
                    ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT),
                    plugin.name(),
                    QueueingHint.Function.ALWAYS));
        }
    }

    private static void addAllEvents(List<Hint> hints, String plugin) {
        for (EventResource resource : EventResource.values()) {
            if (resource != EventResource.ALL) {
                hints.add(new Hint(ClusterEvent.of(resource, ActionType.ALL), plugin, QueueingHint.Function.ALWAYS));
            }
        }
    }

    List<Hint> of(String schedulerName) {
        return byProfile.getOrDefault(schedulerName, List.of());
    }

    /** Whether any plugin wants to hear of this event. */
    boolean isOfInterest(ClusterEvent event) {
        if (event.isWildcard()) {
            return true;
        }
        for (List<Hint> hints : byProfile.values()) {
            for (Hint hint : hints) {
                if (hint.event.covers(event)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the plugin registered this event or a broader one. */
    boolean registered(String schedulerName, String plugin, ClusterEvent event) {
        for (Hint hint : of(schedulerName)) {
            if (hint.plugin.equals(plugin) && hint.event.covers(event)) {
                return true;
            }
        }
        return event.isWildcard();
    }

    /** The kinds of objects that some plugin wants to hear of. */
    public List<EventResource> resources() {
        return byProfile.values().stream()
                .flatMap(List::stream)
                .map(hint -> hint.event.resource())
                .distinct()
                .toList();
    }
}
