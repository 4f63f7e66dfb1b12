package dev.navarch.controllers.scheduler.framework;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What happened to an object, as finely as plugins care. */
public enum ActionType {
    ADD("Add"),
    DELETE("Delete"),
    UPDATE_NODE_ALLOCATABLE("UpdateNodeAllocatable"),
    UPDATE_NODE_LABEL("UpdateNodeLabel"),
    /** Also when a node stops being unschedulable. */
    UPDATE_NODE_TAINT("UpdateNodeTaint"),
    UPDATE_NODE_CONDITION("UpdateNodeCondition"),
    UPDATE_NODE_ANNOTATION("UpdateNodeAnnotation"),
    UPDATE_NODE_DECLARED_FEATURE("UpdateNodeDeclaredFeature"),
    UPDATE_POD_LABEL("UpdatePodLabel"),
    UPDATE_POD_SCALE_DOWN("UpdatePodScaleDown"),
    UPDATE_POD_TOLERATION("UpdatePodToleration"),
    UPDATE_POD_SCHEDULING_GATES_ELIMINATED("UpdatePodSchedulingGatesEliminated"),
    UPDATE_POD_GENERATED_RESOURCE_CLAIM("UpdatePodGeneratedResourceClaim"),
    /** A change of no finer kind. */
    UPDATE_OTHER("updateOther");

    /** Any update. */
    public static final Set<ActionType> UPDATE =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ADD, DELETE)));

    public static final Set<ActionType> ADD_OR_UPDATE =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(DELETE)));

    /** Anything. */
    public static final Set<ActionType> ALL = Collections.unmodifiableSet(EnumSet.allOf(ActionType.class));

    private final String label;

    ActionType(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
