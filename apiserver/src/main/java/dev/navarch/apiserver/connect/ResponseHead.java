package dev.navarch.apiserver.connect;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Status and headers (names in lower case) of an HTTP/1.1 answer. */
record ResponseHead(int status, Map<String, String> headers) {

    /** Reads up to and with the empty line; what follows is left in the stream. */
    static ResponseHead read(InputStream input, int limit) throws IOException {
        List<String> lines = text(input, limit).lines().toList();
        String[] statusLine = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP answer");
        }
        var headers = new LinkedHashMap<String, String>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return new ResponseHead(Integer.parseInt(statusLine[1]), headers);
    }

    /** -1 when it is not told. */
    long contentLength() {
        String length = headers.get("content-length");
        return length == null ? -1 : Long.parseLong(length);
    }

    private static String text(InputStream input, int limit) throws IOException {
        var head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int b = input.read();
            if (b < 0) {
                throw new EOFException("connection closed before the answer");
            }
            if (head.size() > limit) {
                throw new IOException("the head of the answer is too long");
            }
            head.write(b);
            if (b == '\n') {
                newlines++;
            } else if (b != '\r') {
                newlines = 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
