package dev.navarch.controllers.scheduler.framework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Why each node was rejected, and one answer for the nodes that were not even tried. Not thread-safe. */
public final class NodeToStatus {

    private final Map<String, Status> statuses = new LinkedHashMap<>();
    private Status absent = Status.of(Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE, List.of());

    public void set(String nodeName, Status status) {
        statuses.put(nodeName, status);
    }

    public Status get(String nodeName) {
        return statuses.getOrDefault(nodeName, absent);
    }

    public int size() {
        return statuses.size();
    }

    public Status absentNodesStatus() {
        return absent;
    }

    public void setAbsentNodesStatus(Status status) {
        absent = status;
    }

    public void forEachExplicit(Consumer<Status> action) {
        statuses.values().forEach(action);
    }

    /** The nodes with this code, in the order of the list; nodes that were not tried count by the common answer. */
    public List<NodeInfo> nodesWith(Status.Code code, List<NodeInfo> nodes) {
        List<NodeInfo> result = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (get(node.name()).code() == code) {
                result.add(node);
            }
        }
        return result;
    }
}
