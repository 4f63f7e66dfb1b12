package dev.navarch.api.json;

import java.math.BigDecimal;

/** Prints a float64 as Go's encoding/json does: the shortest digits, without an exponent between 1e-6 and 1e21. */
final class GoFloat {

    private GoFloat() {}

    static String format(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-6 && magnitude < 1e21) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        var out = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        return out.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(exponent < 0 || exponent > 9 ? twoDigits(Math.abs(exponent)) : "0" + exponent)
                .toString();
    }

    /** Go cleans e-09 to e-9 but leaves two digits after a plus. */
    private static String twoDigits(int exponent) {
        return Integer.toString(exponent);
    }
}
