package dev.navarch.controllers.scheduler.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Quantities as whole numbers, rounded up as upstream rounds them. Absent is zero; too large is {@link Long#MAX_VALUE}. */
public final class Quantities {

    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /** The value in the scheduler's unit for this resource: thousandths for cpu, ones for everything else. */
    public static long of(String resource, @Nullable Quantity quantity) {
        return resource.equals(Resources.CPU) ? milliValue(quantity) : value(quantity);
    }

    public static long value(@Nullable Quantity quantity) {
        return quantity == null ? 0 : ceiling(amount(quantity));
    }

    public static long milliValue(@Nullable Quantity quantity) {
        return quantity == null ? 0 : ceiling(amount(quantity).movePointRight(3));
    }

    private static BigDecimal amount(Quantity quantity) {
        return quantity.getNumericalAmount();
    }

    private static long ceiling(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(0, RoundingMode.CEILING);
        return rounded.compareTo(MAX) > 0 ? Long.MAX_VALUE : rounded.longValue();
    }
}
