package dev.navarch.api.schema;

/** A body that does not fit its kind; the message reads as Go's decoder puts it. */
public final class DecodeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(message);
    }

    DecodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
