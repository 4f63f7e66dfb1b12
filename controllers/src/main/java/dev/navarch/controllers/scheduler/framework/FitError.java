package dev.navarch.controllers.scheduler.framework;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No node fits: the diagnosis of one attempt, whose message users read in events and conditions. Not thread-safe. */
public final class FitError extends Exception {

    private static final long serialVersionUID = 1;

    private final int allNodes;
    private final transient NodeToStatus nodeToStatus;
    private final transient Set<String> unschedulablePlugins = new HashSet<>();
    private final transient Set<String> pendingPlugins = new HashSet<>();
    private String preFilterMessage = "";
    private String postFilterMessage = "";

    public FitError(int allNodes, NodeToStatus nodeToStatus) {
        super(null, null, false, false);
        this.allNodes = allNodes;
        this.nodeToStatus = nodeToStatus;
    }

    /** The rejection of the one node that was already chosen. */
    public static FitError onNode(String nodeName, Status status) {
        NodeToStatus statuses = new NodeToStatus();
        statuses.set(nodeName, status);
        FitError error = new FitError(1, statuses);
        error.addPlugin(status);
        return error;
    }

    public NodeToStatus nodeToStatus() {
        return nodeToStatus;
    }

    public Set<String> unschedulablePlugins() {
        return unschedulablePlugins;
    }

    public Set<String> pendingPlugins() {
        return pendingPlugins;
    }

    /** Remembers which plugin stands behind a rejection. */
    public void addPlugin(Status status) {
        if (status.plugin().isEmpty()) {
            return;
        }
        if (status.code() == Status.Code.PENDING) {
            pendingPlugins.add(status.plugin());
        } else {
            unschedulablePlugins.add(status.plugin());
        }
    }

    public void setPreFilterMessage(String message) {
        preFilterMessage = message;
    }

    public void setPostFilterMessage(String message) {
        postFilterMessage = message;
    }

    @Override
    public String getMessage() {
        StringBuilder message = new StringBuilder("0/" + allNodes + " nodes are available:");
        if (!preFilterMessage.isEmpty()) {
            message.append(' ').append(preFilterMessage).append('.');
        } else {
            List<String> reasons = histogram();
            if (!reasons.isEmpty()) {
                message.append(' ').append(String.join(", ", reasons)).append('.');
            }
        }
        if (!postFilterMessage.isEmpty()) {
            message.append(' ').append(postFilterMessage);
        }
        return message.toString();
    }

    private List<String> histogram() {
        Map<String, Integer> counts = new HashMap<>();
        nodeToStatus.forEachExplicit(status -> status.reasons().forEach(r -> counts.merge(r, 1, Integer::sum)));
        int absent = allNodes - nodeToStatus.size();
        if (absent > 0) {
            nodeToStatus.absentNodesStatus().reasons().forEach(r -> counts.merge(r, absent, Integer::sum));
        }
        List<String> reasons = new ArrayList<>();
        counts.forEach((reason, count) -> reasons.add(count + " " + reason));
        Collections.sort(reasons);
        return reasons;
    }
}
