package dev.navarch.apiserver.endpoint;

import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.MessageStream;
import dev.navarch.apiserver.http.ResponseStream;
import java.io.Closeable;
import java.io.IOException;

/** Where the events of a watch go: a stream of frames, or a message each on a WebSocket. */
interface WatchSink extends Closeable {

    void write(byte[] frame) throws IOException;

    @Override
    void close();

    static WatchSink open(Exchange exchange, OutputMediaType output) throws IOException {
        boolean text = output.format() == Format.JSON;
        String mediaType = text ? Format.JSON.mediaType() : output.format().mediaType() + ";stream=watch";
        if (isWebSocket(exchange)) {
            exchange.setHeader("Content-Type", mediaType);
            return new Messages(exchange.webSocket(), text);
        }
        ResponseStream stream = exchange.respondStreaming(200, mediaType);
        stream.flushHead();
        return new Stream(stream);
    }

    private static boolean isWebSocket(Exchange exchange) {
        return exchange.header("Upgrade").orElse("").equalsIgnoreCase("websocket");
    }

    /** Frames one after the other. */
    record Stream(ResponseStream stream) implements WatchSink {
        @Override
        public void write(byte[] frame) throws IOException {
            stream.write(frame);
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** A message per event. */
    record Messages(MessageStream messages, boolean text) implements WatchSink {
        @Override
        public void write(byte[] frame) throws IOException {
            if (text) {
                messages.writeText(frame);
            } else {
                messages.writeBinary(frame);
            }
        }

        @Override
        public void close() {
            messages.close();
        }
    }
}
