package dev.navarch.apiserver.admission.podsecurity;

import java.util.Locale;

/**
 * A level of the standards as of a release.
 *
 * @param minor the release 1.x; {@link #LATEST} for always the newest
 */
record LevelVersion(Level level, int minor) {

    static final int LATEST = Integer.MAX_VALUE;

    /** How much is forbidden, the least first. */
    enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isPrivileged() {
        return level == Level.PRIVILEGED;
    }

    @Override
    public String toString() {
        return level.label() + ":" + (minor == LATEST ? "latest" : "v1." + minor);
    }
}
