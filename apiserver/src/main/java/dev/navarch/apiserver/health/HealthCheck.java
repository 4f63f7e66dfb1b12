package dev.navarch.apiserver.health;

import java.util.function.BooleanSupplier;

/** A named part of the server that is well or not. */
public record HealthCheck(String name, BooleanSupplier isWell) {

    /** A check that is well as long as the server answers at all. */
    public static HealthCheck answering(String name) {
        return new HealthCheck(name, () -> true);
    }
}
