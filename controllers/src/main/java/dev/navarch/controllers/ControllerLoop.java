package dev.navarch.controllers;

/**
 * A controller that is not keyed by one primary kind, and so has threads of its own. Started once, after the shared
 * informers hold their first lists; closed once, in bounded time.
 */
public interface ControllerLoop extends AutoCloseable {

    void start();

    @Override
    void close();
}
