package dev.navarch.kubelet.volume;

import java.io.Serial;

/** A volume is not to be had now; the message goes into the pod's FailedMount event. */
public final class VolumeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public VolumeException(String message) {
        super(message);
    }

    public VolumeException(String message, Throwable cause) {
        super(message, cause);
    }
}
