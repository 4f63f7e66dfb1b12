package dev.navarch.kubelet.server.spdy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Header blocks: name/value pairs, compressed with SPDY's dictionary by one stream of zlib a direction. */
final class HeaderCompression implements AutoCloseable {
    private static final int MAX_BLOCK = 64 * 1024;
    private static final byte[] DICTIONARY = dictionary();

    private final Inflater inflater = new Inflater();
    private final Deflater deflater = new Deflater();

    HeaderCompression() {
        deflater.setDictionary(DICTIONARY);
    }

    private static byte[] dictionary() {
        try (InputStream in = HeaderCompression.class.getResourceAsStream("dictionary")) {
            if (in == null) {
                throw new IllegalStateException("the SPDY dictionary is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names in lower case. Must see every block of the connection in order. */
    Map<String, String> read(byte[] block) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(inflate(block)));
        Map<String, String> headers = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            headers.put(text(in).toLowerCase(Locale.ROOT), text(in));
        }
        return headers;
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("malformed SPDY header block");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private byte[] inflate(byte[] block) throws IOException {
        inflater.setInput(block);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                int n = inflater.inflate(buffer);
                if (n > 0) {
                    out.write(buffer, 0, n);
                } else if (inflater.needsDictionary()) {
                    inflater.setDictionary(DICTIONARY);
                } else {
                    return out.toByteArray();
                }
                if (out.size() > MAX_BLOCK) {
                    throw new IOException("SPDY header block is too large");
                }
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("malformed SPDY header block", e);
        }
    }

    byte[] write(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(plain);
        out.writeInt(headers.size());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            put(out, header.getKey().toLowerCase(Locale.ROOT));
            put(out, header.getValue());
        }
        deflater.setInput(plain.toByteArray());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int n;
        do {
            n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            packed.write(buffer, 0, n);
        } while (n == buffer.length);
        return packed.toByteArray();
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void close() {
        inflater.end();
        deflater.end();
    }
}
