package dev.navarch.controllers.scheduler;

import java.util.List;

/** One run of the test bed for tests in packages of plugins. */
public final class TestBedAccess {

    private TestBedAccess() {}

    /** Runs one command, then schedules; gives back the events. */
    public static List<String> run(String... command) {
        TestBed bed = new TestBed();
        bed.run(List.of(command));
        return bed.schedule();
    }
}
