package dev.navarch.apiserver.registry;

/** What happens to dependents when a delete does not say. */
public enum GarbageCollectionPolicy {
    /** Deleted by the garbage collector afterwards. */
    BACKGROUND,
    /** Kept, their owner references removed. */
    ORPHAN,
    /** Nothing; the kind cannot own anything. */
    UNSUPPORTED
}
