package dev.navarch.controllers.scheduler.framework;

import org.jspecify.annotations.Nullable;

/** An attempt failed for a reason that is no property of pod or nodes. */
public final class SchedulingException extends Exception {

    private static final long serialVersionUID = 1;

    public SchedulingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
