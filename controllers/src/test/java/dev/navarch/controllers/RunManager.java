package dev.navarch.controllers;

import java.util.List;

/** Runs a manager against the test API server until it is stopped: for looking at it by hand. */
final class RunManager {

    private RunManager() {}

    public static void main(String[] args) throws InterruptedException {
        try (var _ = ControllerManager.start(ControllerManagerOptions.builder(TestApi.config())
                .controllers(args.length == 0 ? List.of("*") : List.of(args))
                .leaderElect(Boolean.getBoolean("leaderElect"))
                .rootCa("test")
                .build())) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
