package dev.navarch.kubelet.image;

import java.io.Serial;

/** No image. The reason is what the container's waiting state shows: ErrImagePull, ImagePullBackOff, … */
public final class ImagePullException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    ImagePullException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
