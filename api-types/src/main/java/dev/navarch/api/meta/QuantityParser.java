package dev.navarch.api.meta;

import dev.navarch.api.meta.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Reads a quantity's text by upstream's grammar. */
final class QuantityParser {

    private static final String FORMAT_WRONG =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String SUFFIX_WRONG = "unable to parse quantity's suffix";
    private static final String NUMBER_WRONG = "unable to parse numeric part of quantity";
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final int NANO = 9;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_EXPONENT = 10_000;
    private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);

    private final String text;
    private int at;

    private QuantityParser(String text) {
        this.text = text;
    }

    static Quantity parse(String text) {
        if (text.equals("0")) {
            return Quantity.ZERO;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(FORMAT_WRONG);
        }
        return new QuantityParser(text).parse();
    }

    private Quantity parse() {
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            at++;
        }
        while (at < text.length() && text.charAt(at) == '0') {
            at++;
        }
        String whole = digits();
        String fraction = "";
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            fraction = digits();
        }
        if (at == (negative || text.charAt(0) == '+' ? 1 : 0)) {
            return withoutNumber();
        }
        String suffix = suffix();
        Exponent exponent = interpret(suffix);
        String shifted = (whole.isEmpty() ? "0" : whole) + fraction;
        BigDecimal number = new BigDecimal(new BigInteger(shifted), fraction.length());
        BigDecimal value = cap(scale(number, exponent), exponent.format);
        if (isCanonical(shifted, fraction.length(), exponent)) {
            return Quantity.asWritten(negative ? value.negate() : value, exponent.format, text);
        }
        Format format = exponent.format == Format.BINARY_SI && value.compareTo(BigDecimal.ONE) < 0 && value.signum() > 0
                ? Format.DECIMAL_SI
                : exponent.format;
        return Quantity.of(negative ? value.negate() : value, format);
    }

    /** Only a sign, or a suffix alone: a sign is zero to upstream, a suffix has no numeric part. */
    private Quantity withoutNumber() {
        if (at == text.length()) {
            return Quantity.ZERO;
        }
        interpret(suffix());
        throw new IllegalArgumentException(NUMBER_WRONG);
    }

    private String digits() {
        int start = at;
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String suffix() {
        int start = at;
        while (at < text.length() && "eEinumkKMGTP".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        digits();
        if (at < text.length()) {
            throw new IllegalArgumentException(FORMAT_WRONG);
        }
        return text.substring(start);
    }

    private record Exponent(int base, int exponent, Format format) {}

    private static Exponent interpret(String suffix) {
        for (int i = 0; i < DECIMAL.length; i++) {
            if (DECIMAL[i].equals(suffix)) {
                return new Exponent(10, (i - 3) * 3, Format.DECIMAL_SI);
            }
        }
        for (int i = 1; i < BINARY.length; i++) {
            if (BINARY[i].equals(suffix)) {
                return new Exponent(2, i * 10, Format.BINARY_SI);
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            try {
                int exponent = Integer.parseInt(suffix.substring(1));
                if (Math.abs(exponent) <= MAX_EXPONENT) {
                    return new Exponent(10, exponent, Format.DECIMAL_EXPONENT);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(SUFFIX_WRONG, e);
            }
        }
        throw new IllegalArgumentException(SUFFIX_WRONG);
    }

    private static BigDecimal scale(BigDecimal number, Exponent exponent) {
        BigDecimal scaled = exponent.base == 10
                ? number.scaleByPowerOfTen(exponent.exponent)
                : number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(exponent.exponent)));
        return scaled.scale() > NANO ? scaled.setScale(NANO, RoundingMode.UP) : scaled;
    }

    private static BigDecimal cap(BigDecimal value, Format format) {
        return format == Format.BINARY_SI ? value.min(MAX_BINARY) : value;
    }

    /** Whether upstream answers with the very text that it was given. */
    private static boolean isCanonical(String shifted, int decimals, Exponent exponent) {
        if (shifted.length() > MAX_DIGITS) {
            return false;
        }
        if (exponent.format == Format.BINARY_SI) {
            int room = 15 - shifted.length() - exponent.exponent * 3 / 10 - 1;
            return decimals == 0 && room >= 0 && (Long.parseLong(shifted) & 7) != 0;
        }
        int scale = exponent.exponent - decimals;
        return scale >= -NANO && scale % 3 == 0 && !shifted.endsWith("000") && shifted.charAt(0) != '0';
    }

    static String suffix(int exponent, Format format) {
        if (format == Format.DECIMAL_EXPONENT) {
            return exponent == 0 ? "" : "e" + exponent;
        }
        int index = exponent / 3 + 3;
        return index < 0 || index >= DECIMAL.length ? "" : DECIMAL[index];
    }

    static String binarySuffix(int times) {
        return times < BINARY.length ? BINARY[times] : "";
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
