package dev.navarch.proxy.dns;

import java.io.DataInputStream;
import java.io.IOException;

/** DNS messages on a stream: two bytes of length before each. */
final class TcpMessages {

    private TcpMessages() {}

    static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    /** Reads one message; throws {@link java.io.EOFException} at the end of the stream. */
    static byte[] read(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }
}
