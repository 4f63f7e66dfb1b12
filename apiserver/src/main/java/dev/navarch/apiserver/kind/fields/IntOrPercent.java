package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;

/** Amounts that are a number or a percentage. */
public final class IntOrPercent {

    private IntOrPercent() {}

    /** It must be one or the other, and not below zero. */
    public static void check(Place amount) {
        if (amount.value().isTextual()) {
            amount.form(Names::percent);
        } else {
            amount.notNegative();
        }
    }

    /** As a percentage it must not be more than all. */
    public static void checkAtMostAll(Place amount) {
        if (isPercent(amount) && value(amount) > 100) {
            amount.invalid("must not be greater than 100%");
        }
    }

    /** The number before the sign, if there is one. */
    public static long value(Place amount) {
        if (isPercent(amount)) {
            return Long.parseLong(amount.text().substring(0, amount.text().length() - 1));
        }
        if (amount.value().isTextual()) {
            return amount.text().matches("[+-]?[0-9]{1,18}") ? Long.parseLong(amount.text()) : 0;
        }
        return amount.number();
    }

    private static boolean isPercent(Place amount) {
        return amount.value().isTextual() && amount.text().matches("[0-9]{1,18}%");
    }
}
