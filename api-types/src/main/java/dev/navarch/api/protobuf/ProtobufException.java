package dev.navarch.api.protobuf;

/** Bytes that are not the protobuf form of an object, or an object that has none; the message reads as upstream's. */
public final class ProtobufException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ProtobufException(String message) {
        super(message);
    }

    ProtobufException(String message, Throwable cause) {
        super(message, cause);
    }
}
