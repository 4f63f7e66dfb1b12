package dev.navarch.kubelet;

/** What runs the containers. */
public enum RuntimeKind {
    DOCKER,
    /** Nothing really runs: pods live and die by the book, for tests and for thousands of nodes. */
    SIMULATED
}
