package dev.navarch.proxy.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks the node's resolvers. A query goes to the resolver that answered last, then to the others in turn; what comes back
 * is passed on as it is. Blocks, for at most {@value #ROUNDS} times {@value #TIMEOUT_MILLIS} ms a resolver. Thread-safe.
 */
final class Forwarder {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int ROUNDS = 2;
    private static final int CONCURRENT = 512;
    private static final int MAX_UDP = 65535;
    private static final int HEADER = 12;

    private final ResolvConf resolvers;
    private final Semaphore turns = new Semaphore(CONCURRENT);
    private final SecureRandom ids = new SecureRandom();
    private volatile int preferred;

    Forwarder(ResolvConf resolvers) {
        this.resolvers = resolvers;
    }

    /**
     * Asks.
     *
     * @param query as it came, with any id
     * @param tcp whether the answer may be of any size
     * @return the answer under the query's id; empty when no resolver answered or too many are being asked already
     */
    Optional<byte[]> ask(byte[] query, boolean tcp) {
        if (!turns.tryAcquire()) {
            return Optional.empty();
        }
        try {
            List<InetSocketAddress> servers = resolvers.servers();
            int first = preferred;
            for (int i = 0; i < ROUNDS * servers.size(); i++) {
                int which = (first + i) % servers.size();
                Optional<byte[]> answer = askOne(servers.get(which), query, tcp);
                if (answer.isPresent()) {
                    preferred = which;
                    return answer;
                }
            }
            return Optional.empty();
        } finally {
            turns.release();
        }
    }

    private Optional<byte[]> askOne(InetSocketAddress server, byte[] query, boolean tcp) {
        byte[] mine = query.clone();
        setId(mine, ids.nextInt(0x10000));
        try {
            byte[] answer = tcp ? askTcp(server, mine) : askUdp(server, mine);
            answer[0] = query[0];
            answer[1] = query[1];
            return Optional.of(answer);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void setId(byte[] message, int id) {
        message[0] = (byte) (id >> 8);
        message[1] = (byte) id;
    }

    private static byte[] askUdp(InetSocketAddress server, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(query, query.length));
            long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
            byte[] buffer = new byte[MAX_UDP];
            while (true) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = java.util.Arrays.copyOf(buffer, packet.getLength());
                if (answers(query, answer)) {
                    return answer;
                }
            }
        }
    }

    private static byte[] askTcp(InetSocketAddress server, byte[] query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(TcpMessages.framed(query));
            out.flush();
            byte[] answer = TcpMessages.read(new DataInputStream(socket.getInputStream()));
            if (!answers(query, answer)) {
                throw new IOException("not an answer to what was asked");
            }
            return answer;
        }
    }

    /** The same id and the same question, and an answer at all. */
    private static boolean answers(byte[] query, byte[] answer) {
        if (answer.length < HEADER || answer[0] != query[0] || answer[1] != query[1] || (answer[2] & 0x80) == 0) {
            return false;
        }
        int questions = (answer[4] & 0xFF) << 8 | (answer[5] & 0xFF);
        if (questions == 0) {
            // Some servers leave the question out of refusals.
            return (answer[3] & 0x0F) != 0;
        }
        int end = questionEnd(query);
        return end > 0 && answer.length >= end && sameQuestion(query, answer, end);
    }

    private static boolean sameQuestion(byte[] query, byte[] answer, int end) {
        for (int i = HEADER; i < end; i++) {
            if (lower(query[i]) != lower(answer[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static int questionEnd(byte[] message) {
        int i = HEADER;
        while (i < message.length && message[i] != 0) {
            i += (message[i] & 0xFF) + 1;
        }
        return i + 5 <= message.length ? i + 5 : -1;
    }

    /** An id for a query of our own. */
    static int anyId() {
        return ThreadLocalRandom.current().nextInt(0x10000);
    }
}
