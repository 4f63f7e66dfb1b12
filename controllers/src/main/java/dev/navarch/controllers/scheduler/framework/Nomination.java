package dev.navarch.controllers.scheduler.framework;

/**
 * The node that a pod waits for.
 *
 * @param nodeName empty to take a nomination back
 */
public record Nomination(String nodeName) {

    public static final Nomination NONE = new Nomination("");
}
