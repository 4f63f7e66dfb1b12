package dev.navarch.controllers.scheduler.framework;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A change in the cluster: what of which kind. Registered by plugins and raised by informers. */
public record ClusterEvent(EventResource resource, Set<ActionType> actions, String label) {

    public static final ClusterEvent ASSIGNED_POD_ADD = of(EventResource.ASSIGNED_POD, ActionType.ADD);
    public static final ClusterEvent ASSIGNED_POD_DELETE = of(EventResource.ASSIGNED_POD, ActionType.DELETE);
    public static final ClusterEvent UNSCHEDULED_POD_ADD = of(EventResource.UNSCHEDULABLE_POD, ActionType.ADD);
    public static final ClusterEvent UNSCHEDULED_POD_UPDATE = of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE);
    public static final ClusterEvent UNSCHEDULABLE_TIMEOUT =
            new ClusterEvent(EventResource.ALL, ActionType.ALL, "UnschedulableTimeout");
    public static final ClusterEvent FORCE_ACTIVATE =
            new ClusterEvent(EventResource.ALL, ActionType.ALL, "ForceActivate");

    public ClusterEvent {
        actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
    }

    public static ClusterEvent of(EventResource resource, ActionType action, ActionType... more) {
        return of(resource, EnumSet.of(action, more));
    }

    public static ClusterEvent of(EventResource resource, Set<ActionType> actions) {
        return new ClusterEvent(resource, actions, resource.label() + label(actions));
    }

    private static String label(Set<ActionType> actions) {
        if (actions.equals(ActionType.ALL)) {
            return "All";
        }
        if (actions.equals(ActionType.UPDATE)) {
            return "Update";
        }
        return actions.stream().map(ActionType::label).collect(Collectors.joining("|"));
    }

    public boolean isWildcard() {
        return resource == EventResource.ALL && actions.equals(ActionType.ALL);
    }

    /** Whether an incoming event is one of those that this registered event stands for. */
    public boolean covers(ClusterEvent incoming) {
        return isWildcard() || (resource.covers(incoming.resource) && actions.containsAll(incoming.actions));
    }

    @Override
    public String toString() {
        return label;
    }
}
