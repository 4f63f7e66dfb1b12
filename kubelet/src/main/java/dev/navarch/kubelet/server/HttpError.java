package dev.navarch.kubelet.server;

import java.io.Serial;

/** An answer other than 200. */
final class HttpError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    HttpError(int status, String text) {
        super(text);
        this.status = status;
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
