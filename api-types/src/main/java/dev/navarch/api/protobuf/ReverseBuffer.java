package dev.navarch.api.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer that is filled from its end, so that the length of a nested message is known when its header is written:
 * no sizes are computed and nothing is copied twice. Not safe for several threads.
 */
final class ReverseBuffer {

    static final int VARINT = 0;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED64 = 1;

    private byte[] buffer;
    private int start;

    ReverseBuffer(int capacity) {
        buffer = new byte[Math.max(64, capacity)];
        start = buffer.length;
    }

    /** What has been written so far. */
    int size() {
        return buffer.length - start;
    }

    byte[] toByteArray() {
        return Arrays.copyOfRange(buffer, start, buffer.length);
    }

    void tag(int number, int wireType) {
        varint(((long) number << 3) | wireType);
    }

    /** Ends a nested message that began, in writing order, when the buffer had {@code sizeBefore} bytes. */
    void header(int number, int sizeBefore) {
        varint(size() - sizeBefore);
        tag(number, LENGTH_DELIMITED);
    }

    void varint(long value) {
        int length = (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
        room(length);
        start -= length;
        int at = start;
        long rest = value;
        for (int i = 1; i < length; i++) {
            buffer[at++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        buffer[at] = (byte) rest;
    }

    void fixed64(long value) {
        room(8);
        for (int i = 7; i >= 0; i--) {
            buffer[--start] = (byte) (value >>> (i * 8));
        }
    }

    void bytes(byte[] bytes) {
        room(bytes.length);
        start -= bytes.length;
        System.arraycopy(bytes, 0, buffer, start, bytes.length);
    }

    void field(int number, byte[] bytes) {
        bytes(bytes);
        varint(bytes.length);
        tag(number, LENGTH_DELIMITED);
    }

    void field(int number, String text) {
        int before = size();
        text(text);
        header(number, before);
    }

    private void text(String text) {
        int length = text.length();
        room(length);
        int at = start;
        for (int i = length - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            buffer[--at] = (byte) c;
        }
        start = at;
    }

    private void room(int more) {
        if (start >= more) {
            return;
        }
        byte[] larger = new byte[Math.max(buffer.length * 2, size() + more)];
        int size = size();
        System.arraycopy(buffer, start, larger, larger.length - size, size);
        start = larger.length - size;
        buffer = larger;
    }
}
