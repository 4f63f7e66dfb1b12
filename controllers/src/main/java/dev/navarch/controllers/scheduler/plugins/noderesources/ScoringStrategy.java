package dev.navarch.controllers.scheduler.plugins.noderesources;

import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import java.util.ArrayList;
import java.util.List;

/** How {@code NodeResourcesFit} turns the use of a node's resources into a score: the weighted mean of a curve. */
record ScoringStrategy(Curve curve, List<ResourceWeight> resources, boolean skipZeroScores) {

    /** The score of one resource; {@code capacity} is not 0. */
    interface Curve {
        long score(long requested, long capacity);
    }

    static final ScoringStrategy DEFAULT =
            new ScoringStrategy(ScoringStrategy::leastAllocated, ResourceWeight.DEFAULT, false);

    static ScoringStrategy read(Fields fields) {
        List<ResourceWeight> resources = ResourceWeight.read(fields, "resources", false);
        String type = fields.text("type", "LeastAllocated");
        Fields ratio = fields.object("requestedToCapacityRatio").orElse(null);
        ScoringStrategy strategy = switch (type) {
            case "LeastAllocated" -> new ScoringStrategy(ScoringStrategy::leastAllocated, resources, false);
            case "MostAllocated" -> new ScoringStrategy(ScoringStrategy::mostAllocated, resources, false);
            case "RequestedToCapacityRatio" -> {
                if (ratio == null) {
                    throw new IllegalArgumentException(
                            fields.path("requestedToCapacityRatio.shape") + ": Required value");
                }
                yield new ScoringStrategy(brokenLine(ratio), resources, true);
            }
            default -> throw fields.invalid("type", "scoring strategy " + type + " is not supported");
        };
        fields.end();
        return strategy;
    }

    private static long leastAllocated(long requested, long capacity) {
        return requested > capacity ? 0 : (capacity - requested) * ScorePlugin.MAX_SCORE / capacity;
    }

    private static long mostAllocated(long requested, long capacity) {
        return Math.min(requested, capacity) * ScorePlugin.MAX_SCORE / capacity;
    }

    private record Point(long utilization, long score) {}

    private static Curve brokenLine(Fields fields) {
        List<Point> shape = new ArrayList<>();
        for (Fields point : fields.objects("shape")) {
            int utilization = point.number("utilization", 0);
            int score = point.number("score", 0);
            if (utilization < 0 || utilization > 100) {
                throw point.invalid("utilization", "not in valid range [0-100]");
            }
            if (score < 0 || score > 10) {
                throw point.invalid("score", "not in valid range [0-10]");
            }
            if (!shape.isEmpty() && shape.getLast().utilization >= utilization) {
                throw point.invalid("utilization", "utilization values must be sorted in increasing order");
            }
            shape.add(new Point(utilization, score * 10L));
            point.end();
        }
        if (shape.isEmpty()) {
            throw new IllegalArgumentException(
                    fields.path("shape") + ": Required value: at least one point must be specified");
        }
        fields.end();
        List<Point> line = List.copyOf(shape);
        return (requested, capacity) -> at(line, requested > capacity ? 100 : requested * 100 / capacity);
    }

    private static long at(List<Point> line, long utilization) {
        for (int i = 0; i < line.size(); i++) {
            Point right = line.get(i);
            if (utilization <= right.utilization) {
                if (i == 0) {
                    return right.score;
                }
                Point left = line.get(i - 1);
                return left.score
                        + (right.score - left.score)
                                * (utilization - left.utilization)
                                / (right.utilization - left.utilization);
            }
        }
        return line.getLast().score;
    }

    long score(Allocation allocation) {
        long sum = 0;
        long weights = 0;
        for (int i = 0; i < resources.size(); i++) {
            long capacity = allocation.allocatable(i);
            if (capacity == 0) {
                continue;
            }
            long score = curve.score(allocation.requested(i), capacity);
            if (score > 0 || !skipZeroScores) {
                sum += score * resources.get(i).weight();
                weights += resources.get(i).weight();
            }
        }
        if (weights == 0) {
            return 0;
        }
        return skipZeroScores ? Math.round((double) sum / weights) : sum / weights;
    }
}
