package dev.navarch.apiserver.cache;

/** How fresh an answer must be: {@code resourceVersion} and {@code resourceVersionMatch} of the API. */
public sealed interface Consistency {

    Consistency CONSISTENT = new Consistent();
    Consistency ANY = new Any();

    /** Not older than any write acknowledged before the request (no resourceVersion). */
    record Consistent() implements Consistency {}

    /** Not older than that revision ({@code NotOlderThan}). */
    record AtLeast(long revision) implements Consistency {}

    /** Exactly the state at that revision ({@code Exact}, and the pages of a list). */
    record Exact(long revision) implements Consistency {}

    /** Whatever the cache has (resourceVersion 0). */
    record Any() implements Consistency {}
}
