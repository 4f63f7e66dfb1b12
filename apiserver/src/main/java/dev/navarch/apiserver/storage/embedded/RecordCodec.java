package dev.navarch.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.navarch.apiserver.storage.mvcc.Change;
import dev.navarch.apiserver.storage.mvcc.KeyState;
import java.nio.ByteBuffer;

/**
 * The bytes on disk. Keys begin with a letter for the kind of entry: {@code c} and the revision for a change, {@code k} and
 * the key for what it is now, {@code x} and a time for what expires then, {@code m} for what concerns the whole. Numbers
 * in values are varints.
 */
final class RecordCodec {

    static final byte CHANGE = 'c';
    static final byte KEY = 'k';
    static final byte EXPIRY = 'x';
    static final byte META = 'm';

    private static final int MAX_VARINT = 10;
    private static final byte PUT = 1;
    private static final byte DELETION = 2;

    private RecordCodec() {}

    static byte[] changeKey(long revision) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(CHANGE).putLong(revision).array();
    }

    static byte[] stateKey(String key) {
        return prefixed(KEY, key);
    }

    static byte[] metaKey(String name) {
        return prefixed(META, name);
    }

    static byte[] expiryKey(long expiresAt, String key) {
        byte[] text = key.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(EXPIRY)
                .putLong(expiresAt)
                .put(text)
                .array();
    }

    private static byte[] prefixed(byte kind, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + bytes.length).put(kind).put(bytes).array();
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] encode(Change change) {
        byte[] key = change.key().getBytes(UTF_8);
        byte[] value = change.value();
        ByteBuffer out = ByteBuffer.allocate(1 + 6 * MAX_VARINT + key.length + (value == null ? 0 : value.length));
        out.put(value == null ? DELETION : PUT);
        putVarint(out, change.createRevision());
        putVarint(out, change.version());
        putVarint(out, change.expiresAt());
        putVarint(out, change.previousRevision());
        putVarint(out, change.previousExpiresAt());
        putVarint(out, key.length);
        out.put(key);
        if (value != null) {
            out.put(value);
        }
        return written(out);
    }

    static Change decodeChange(byte[] entryKey, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte kind = in.get();
        long createRevision = varint(in);
        long version = varint(in);
        long expiresAt = varint(in);
        long previousRevision = varint(in);
        long previousExpiresAt = varint(in);
        String key = text(in, (int) varint(in));
        byte[] value = kind == DELETION ? null : rest(in);
        long revision = ByteBuffer.wrap(entryKey).getLong(1);
        return new Change(
                revision, key, value, createRevision, version, expiresAt, previousRevision, previousExpiresAt);
    }

    static byte[] encode(KeyState state) {
        ByteBuffer out = ByteBuffer.allocate(4 * MAX_VARINT);
        putVarint(out, state.createRevision());
        putVarint(out, state.modRevision());
        putVarint(out, state.version());
        putVarint(out, state.expiresAt());
        return written(out);
    }

    static KeyState decodeState(String key, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new KeyState(key, varint(in), varint(in), varint(in), varint(in));
    }

    /** The text of an entry's key from that offset on. */
    static String text(byte[] entryKey, int offset) {
        return new String(entryKey, offset, entryKey.length - offset, UTF_8);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, UTF_8);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
