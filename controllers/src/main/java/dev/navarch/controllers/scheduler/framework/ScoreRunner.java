package dev.navarch.controllers.scheduler.framework;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the PreScore and Score plugins of a profile. */
public final class ScoreRunner {

    private final List<PreScorePlugin> preScore;
    private final List<ScorePlugin> score;
    private final Map<String, Integer> weights;

    ScoreRunner(List<PreScorePlugin> preScore, List<ScorePlugin> score, Map<String, Integer> weights) {
        this.preScore = preScore;
        this.score = score;
        this.weights = weights;
    }

    public boolean hasScorePlugins() {
        return !score.isEmpty();
    }

    /** What one plugin gave to each node, weighted. */
    public static final class PluginScores {
        private final String plugin;
        private final long[] scores;

        PluginScores(String plugin, long[] scores) {
            this.plugin = plugin;
            this.scores = scores;
        }

        public String plugin() {
            return plugin;
        }

        /** The score of the node with this index. */
        public long score(int node) {
            return scores[node];
        }
    }

    /**
     * Runs the PreScore plugins.
     *
     * @throws SchedulingException when a plugin fails
     */
    public void runPreScorePlugins(CycleState state, PodInfo pod, List<NodeInfo> nodes) throws SchedulingException {
        for (PreScorePlugin plugin : preScore) {
            Status status = plugin.preScore(state, pod, nodes);
            if (status.isSkip()) {
                state.skippedScores().add(plugin.name());
            } else if (!status.isSuccess()) {
                throw new SchedulingException(
                        "running PreScore plugin \"" + plugin.name() + "\": " + status.message(), status.error());
            }
        }
    }

    /**
     * Runs the Score plugins and weights what they give.
     *
     * @throws SchedulingException when a plugin gives a score out of range
     */
    public List<PluginScores> runScorePlugins(CycleState state, PodInfo pod, List<NodeInfo> nodes)
            throws SchedulingException {
        Set<String> skipped = state.skippedScores();
        List<PluginScores> result = new ArrayList<>(score.size());
        for (ScorePlugin plugin : score) {
            if (!skipped.contains(plugin.name())) {
                result.add(new PluginScores(plugin.name(), score(plugin, state, pod, nodes)));
            }
        }
        return result;
    }

    private long[] score(ScorePlugin plugin, CycleState state, PodInfo pod, List<NodeInfo> nodes)
            throws SchedulingException {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = plugin.score(state, pod, nodes.get(i));
        }
        plugin.normalize(state, pod, nodes, scores);
        int weight = weights.getOrDefault(plugin.name(), 1);
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < ScorePlugin.MIN_SCORE || scores[i] > ScorePlugin.MAX_SCORE) {
                throw new SchedulingException(
                        "applying score defaultWeights on Score plugins: plugin \"" + plugin.name()
                                + "\" returns an invalid score " + scores[i]
                                + ", it should in the range of [0, 100] after normalizing",
                        null);
            }
            scores[i] *= weight;
        }
        return scores;
    }
}
