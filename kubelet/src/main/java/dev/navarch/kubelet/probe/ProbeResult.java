package dev.navarch.kubelet.probe;

/** What one probing found. */
sealed interface ProbeResult {
    record Success() implements ProbeResult {}

    record Failure(String message) implements ProbeResult {}

    /** The probe itself could not be done: says nothing of the container. */
    record Broken(String message) implements ProbeResult {}
}
