package dev.navarch.controllers.scheduler.plugins;

import dev.navarch.controllers.scheduler.framework.ScorePlugin;

/** The usual way of bringing scores into the common range. */
public final class Normalization {

    private Normalization() {}

    /** Scales so that the highest becomes the maximum; reversed, what was highest becomes lowest. */
    public static void scaleToMax(long[] scores, boolean reverse) {
        long highest = 0;
        for (long score : scores) {
            highest = Math.max(highest, score);
        }
        for (int i = 0; i < scores.length; i++) {
            long scaled = highest == 0 ? scores[i] : ScorePlugin.MAX_SCORE * scores[i] / highest;
            scores[i] = reverse ? ScorePlugin.MAX_SCORE - scaled : scaled;
        }
    }
}
