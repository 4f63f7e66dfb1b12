package dev.navarch.proxy.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes queries at one address, by UDP and TCP at the same port. Each query or connection has a virtual thread; when
 * {@value #MAX_QUERIES} queries are being answered, further packets are dropped, and when there are {@value
 * #MAX_CONNECTIONS} connections, further ones are closed.
 */
final class DnsListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DnsListener.class);

    private static final int MAX_QUERIES = 1024;
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_PACKET = 4096;
    private static final int IDLE_MILLIS = 10_000;
    private static final int BACKLOG = 128;
    private static final int PORT_ATTEMPTS = 20;

    private final QueryHandler handler;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Semaphore queries = new Semaphore(MAX_QUERIES);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DnsListener(QueryHandler handler, DatagramSocket udp, ServerSocket tcp) {
        this.handler = handler;
        this.udp = udp;
        this.tcp = tcp;
    }

    /**
     * Listens.
     *
     * @throws IOException when the address cannot be used
     */
    static DnsListener open(InetSocketAddress address, QueryHandler handler) throws IOException {
        DnsListener listener = address.getPort() == 0
                ? atFreePort(address, handler)
                : new DnsListener(handler, new DatagramSocket(address), listenTcp(address));
        Thread.ofVirtual().name("dns-udp-" + listener.address()).start(listener::receive);
        Thread.ofVirtual().name("dns-tcp-" + listener.address()).start(listener::accept);
        return listener;
    }

    private static ServerSocket listenTcp(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A port that is free for both. */
    private static DnsListener atFreePort(InetSocketAddress address, QueryHandler handler) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocket tcp = listenTcp(address);
            try {
                DatagramSocket udp =
                        new DatagramSocket(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
                return new DnsListener(handler, udp, tcp);
            } catch (SocketException e) {
                tcp.close();
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    private void receive() {
        byte[] buffer = new byte[MAX_PACKET];
        while (!closed) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                if (queries.tryAcquire()) {
                    byte[] query = Arrays.copyOf(buffer, packet.getLength());
                    InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                    Thread.ofVirtual().name("dns-query").start(() -> answer(query, from));
                }
            } catch (IOException e) {
                if (!closed) {
                    // An ICMP error of an earlier answer; the socket goes on.
                    log.atDebug().setCause(e).log("Receiving a query failed");
                }
            }
        }
    }

    private void answer(byte[] query, InetSocketAddress to) {
        try {
            Optional<byte[]> answer = handler.handle(query, false);
            if (answer.isPresent()) {
                udp.send(new DatagramPacket(answer.get(), answer.get().length, to));
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("client", to).setCause(e).log("Sending an answer failed");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("client", to).setCause(e).log("Answering a query failed");
        } finally {
            queries.release();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket connection = tcp.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    connection.close();
                } else {
                    connections.add(connection);
                    Thread.ofVirtual().name("dns-connection").start(() -> serve(connection));
                }
            } catch (IOException e) {
                if (!closed) {
                    log.atDebug().setCause(e).log("Accepting a connection failed");
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MILLIS);
            connection.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
            OutputStream out = connection.getOutputStream();
            while (!closed) {
                Optional<byte[]> answer = handler.handle(TcpMessages.read(in), true);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(TcpMessages.framed(answer.get()));
            }
        } catch (IOException e) {
            // The client left, or was silent for too long.
            log.atTrace().setCause(e).log("Connection ended");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("Answering a query failed");
        } finally {
            connections.remove(connection);
        }
    }

    @Override
    public void close() {
        closed = true;
        udp.close();
        try {
            tcp.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Closing failed");
        }
    }
}
