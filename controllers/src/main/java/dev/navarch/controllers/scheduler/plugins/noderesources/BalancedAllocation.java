package dev.navarch.controllers.scheduler.plugins.noderesources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import java.util.List;
import java.util.function.IntToLongFunction;

/** {@code NodeResourcesBalancedAllocation}: prefers nodes whose resources are then used to the same degree. */
public final class BalancedAllocation implements PreScorePlugin, ScorePlugin {

    public static final String NAME = "NodeResourcesBalancedAllocation";

    private static final CycleState.Key<Allocation.PodShare> SHARE =
            new CycleState.Key<>("PreScore" + NAME, Allocation.PodShare.class);

    private final List<ResourceWeight> resources;

    public BalancedAllocation(ObjectNode args) {
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        this.resources = ResourceWeight.read(fields, "resources", true);
        fields.end();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        Allocation.PodShare share = Allocation.PodShare.of(pod, resources, true);
        if (share.isNothing()) {
            return Status.SKIP;
        }
        state.write(SHARE, share);
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        Allocation allocation = Allocation.of(state.read(SHARE), node, resources, true);
        long with = balance(allocation, allocation::requested);
        long without = balance(allocation, allocation::allocated);
        return MAX_SCORE / 2 + (MAX_SCORE / 2 + with - without) / 2;
    }

    /** The maximum when all resources are used to the same degree, less the more the degrees deviate. */
    private static long balance(Allocation allocation, IntToLongFunction used) {
        double[] fractions = new double[allocation.resources()];
        int count = 0;
        double sum = 0;
        for (int i = 0; i < fractions.length; i++) {
            long capacity = allocation.allocatable(i);
            if (capacity != 0) {
                double fraction = Math.min(1, (double) used.applyAsLong(i) / capacity);
                fractions[count++] = fraction;
                sum += fraction;
            }
        }
        return (long) ((1 - standardDeviation(fractions, count, sum)) * MAX_SCORE);
    }

    private static double standardDeviation(double[] fractions, int count, double sum) {
        if (count < 2) {
            return 0;
        }
        if (count == 2) {
            return Math.abs((fractions[0] - fractions[1]) / 2);
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (fractions[i] - mean) * (fractions[i] - mean);
        }
        return Math.sqrt(squares / count);
    }
}
