package dev.navarch.apiserver.registry;

/** When {@code metadata.generation} counts up. */
public enum Generation {
    /** Never; what a client sends is dropped. */
    NONE,
    /** 1 at creation, one more with each change outside metadata and status. */
    COUNTED,
    /** As {@link #COUNTED}, and with each change of annotations too. */
    COUNTED_WITH_ANNOTATIONS,
    /** 1 at creation, and so it stays. */
    FIXED
}
