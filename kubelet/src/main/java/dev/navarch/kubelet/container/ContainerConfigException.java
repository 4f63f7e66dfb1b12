package dev.navarch.kubelet.container;

import java.io.Serial;

/** A container cannot be made as its spec asks. The reason is what its waiting state shows. */
public final class ContainerConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    public ContainerConfigException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@code CreateContainerConfigError}: something that the spec refers to is not there or not allowed. */
    public static ContainerConfigException config(String message) {
        return new ContainerConfigException("CreateContainerConfigError", message);
    }

    public String reason() {
        return reason;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
