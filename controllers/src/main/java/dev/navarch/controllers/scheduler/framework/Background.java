package dev.navarch.controllers.scheduler.framework;

/** Where work runs that the scheduling loop does not wait for. */
@FunctionalInterface
public interface Background {

    /** Each piece of work on a virtual thread of its own. */
    Background VIRTUAL_THREADS = (name, work) -> Thread.ofVirtual().name(name).start(work);

    void run(String name, Runnable work);
}
