package dev.navarch.kubelet.runtime;

import java.io.Serial;

/** The runtime refused or failed; the message is its own and fit for a user. */
public class ContainerRuntimeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public ContainerRuntimeException(String message) {
        super(message);
    }

    public ContainerRuntimeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The runtime does not answer at all. */
    public static final class Unavailable extends ContainerRuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No such container, sandbox or image. */
    public static final class NotFound extends ContainerRuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(message);
        }
    }
}
