package dev.navarch.apiserver.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as it comes from clients, which need not be well-formed. */
final class Utf8 {

    private Utf8() {}

    /** The bytes, what is not UTF-8 replaced by U+FFFD as Go's decoder does. */
    static byte[] repaired(byte[] bytes) {
        if (isAscii(bytes)) {
            return bytes;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return bytes;
        } catch (CharacterCodingException malformed) {
            return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Whether there is a byte order mark, which JSON does not have. */
    static boolean beginsWithMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
