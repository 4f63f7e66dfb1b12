package dev.navarch.apiserver.admission;

/**
 * Changes or refuses what a request would store. Refusals are {@link dev.navarch.api.meta.StatusException}s. Safe for
 * use by many threads.
 */
public interface AdmissionPlugin {

    /** Upstream's name, as {@code --enable-admission-plugins} takes it. */
    String name();

    boolean handles(Operation operation);

    /** May change {@link AdmissionAttributes#object()}; runs before validation, and perhaps more than once. */
    default void admit(AdmissionAttributes attributes) {}

    /** Sees the object as it would be stored; must not change it. */
    default void validate(AdmissionAttributes attributes) {}
}
