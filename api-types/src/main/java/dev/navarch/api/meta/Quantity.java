package dev.navarch.api.meta;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount of a resource, such as {@code 500m} or {@code 1Gi}: exact, remembers the form in which it was written and
 * prints in upstream's canonical form of it. Smaller than a nano rounds away from zero. Equal if the amounts are.
 */
public final class Quantity implements Comparable<Quantity> {

    /** Which suffixes are printed. */
    public enum Format {
        DECIMAL_SI,
        BINARY_SI,
        DECIMAL_EXPONENT
    }

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI, "0");

    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private final BigDecimal value;
    private final Format format;
    private final String text;

    private Quantity(BigDecimal value, Format format, String text) {
        this.value = value;
        this.format = format;
        this.text = text;
    }

    /** Any text that upstream reads; throws {@link IllegalArgumentException} with upstream's text otherwise. */
    public static Quantity parse(String text) {
        return QuantityParser.parse(text);
    }

    public static Quantity of(long value) {
        return of(BigDecimal.valueOf(value), Format.DECIMAL_SI);
    }

    public static Quantity ofMillis(long millis) {
        return of(BigDecimal.valueOf(millis, 3), Format.DECIMAL_SI);
    }

    public static Quantity of(BigDecimal value, Format format) {
        return new Quantity(value, format, canonical(value, format));
    }

    /** An amount that was written in canonical form already and keeps its text. */
    static Quantity asWritten(BigDecimal value, Format format, String text) {
        return new Quantity(value, format, text);
    }

    /** The canonical text of a quantity as it was written: what upstream answers for what it was given. */
    public static String canonical(String text) {
        return parse(text).toString();
    }

    public Format format() {
        return format;
    }

    public BigDecimal value() {
        return value;
    }

    /** Rounded up to a whole number, capped to what a long holds. */
    public long longValue() {
        return scaled(0);
    }

    /** In thousandths, rounded up, capped to what a long holds. */
    public long milliValue() {
        return scaled(3);
    }

    private long scaled(int scale) {
        BigInteger whole =
                value.movePointRight(scale).setScale(0, RoundingMode.CEILING).toBigInteger();
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    public int signum() {
        return value.signum();
    }

    /** Keeps this one's form, or takes the other's if this is zero. */
    public Quantity plus(Quantity other) {
        return of(value.add(other.value), signum() == 0 ? other.format : format);
    }

    public Quantity minus(Quantity other) {
        return of(value.subtract(other.value), signum() == 0 ? other.format : format);
    }

    public Quantity negated() {
        return of(value.negate(), format);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity q && value.compareTo(q.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String canonical(BigDecimal value, Format format) {
        if (value.signum() == 0) {
            return "0";
        }
        if (format == Format.BINARY_SI) {
            boolean small = value.abs().compareTo(KIBI) < 0;
            if (!small && value.stripTrailingZeros().scale() <= 0) {
                return binary(value.toBigIntegerExact());
            }
            return decimal(value, Format.DECIMAL_SI);
        }
        return decimal(value, format);
    }

    private static String decimal(BigDecimal value, Format format) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = -stripped.scale();
        int lower = Math.floorMod(exponent, 3);
        BigInteger number = stripped.unscaledValue().multiply(BigInteger.TEN.pow(lower));
        return number + QuantityParser.suffix(exponent - lower, format);
    }

    private static String binary(BigInteger value) {
        int times = value.getLowestSetBit() / 10;
        return value.shiftRight(times * 10) + QuantityParser.binarySuffix(times);
    }
}
