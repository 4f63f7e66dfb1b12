package dev.navarch.controllers.revisions;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** Numbers that may be given as a share of a total. */
public final class IntOrPercent {

    private IntOrPercent() {}

    /**
     * The number, or the share of the total; 0 where nothing is given.
     *
     * @throws IllegalArgumentException for a text that is no percentage
     */
    public static int of(@Nullable IntOrString value, int total, boolean roundUp) {
        if (value == null) {
            return 0;
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        if (text == null || !text.endsWith("%")) {
            throw new IllegalArgumentException(
                    "invalid value for IntOrString: invalid type: string is not a percentage");
        }
        long share = Long.parseLong(text.substring(0, text.length() - 1)) * total;
        return Math.toIntExact(roundUp ? Math.ceilDiv(share, 100) : Math.floorDiv(share, 100));
    }
}
