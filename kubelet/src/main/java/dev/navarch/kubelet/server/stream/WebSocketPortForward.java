package dev.navarch.kubelet.server.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The older port-forward over WebSocket: for the i-th port that the URL names, channel 2i carries data and 2i+1 errors;
 * the first message of each is the port's number, little-endian.
 */
final class WebSocketPortForward {
    private final ServerWebSocket socket;
    private final PortForward.Dialer dialer;
    private final List<Integer> ports;
    private final List<ByteQueue> inputs = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Of the event loop. */
    private int channel = -1;

    WebSocketPortForward(ServerWebSocket socket, PortForward.Dialer dialer, List<Integer> ports) {
        this.socket = socket;
        this.dialer = dialer;
        this.ports = List.copyOf(ports);
        ports.forEach(p -> inputs.add(new ByteQueue(socket::pause, socket::resume)));
    }

    void serve() throws IOException, InterruptedException {
        socket.frameHandler(this::frame);
        socket.closeHandler(v -> end());
        socket.exceptionHandler(e -> end());
        socket.resume();
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            byte[] number = {(byte) port, (byte) (port >> 8)};
            send(2 * i, number, 0, 2);
            send(2 * i + 1, number, 0, 2);
            int index = i;
            Thread.ofVirtual().name("port-forward").start(() -> forward(index));
        }
        closed.await();
    }

    private void end() {
        inputs.forEach(ByteQueue::end);
        closed.countDown();
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isPing() || frame.isClose() || frame.isText()) {
            return;
        }
        byte[] bytes = frame.binaryData().getBytes();
        int from = 0;
        if (!frame.isContinuation()) {
            if (bytes.length == 0) {
                return;
            }
            channel = bytes[0] & 0xff;
            from = 1;
        }
        if (channel % 2 == 0 && channel / 2 < inputs.size()) {
            inputs.get(channel / 2).offer(Arrays.copyOfRange(bytes, from, bytes.length));
        }
    }

    private void forward(int index) {
        try {
            PortForward.copy(dialer.dial(ports.get(index)), inputs.get(index), new Data(2 * index));
        } catch (IOException e) {
            byte[] message = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            try {
                send(2 * index + 1, message, 0, message.length);
            } catch (IOException gone) {
                end();
            }
        }
    }

    private void send(int number, byte[] bytes, int from, int length) throws IOException {
        Transport.await(socket.writeBinaryMessage(
                Buffer.buffer(length + 1).appendByte((byte) number).appendBytes(bytes, from, length)));
    }

    private final class Data extends OutputStream {
        private final int number;

        Data(int number) {
            this.number = number;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            send(number, bytes, from, length);
        }
    }
}
