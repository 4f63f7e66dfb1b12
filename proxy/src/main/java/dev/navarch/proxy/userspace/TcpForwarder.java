package dev.navarch.proxy.userspace;

import dev.navarch.proxy.service.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening port; at most {@value #MOST_CONNECTIONS} connections at a time are forwarded, in turn to each endpoint. */
final class TcpForwarder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpForwarder.class);
    private static final int MOST_CONNECTIONS = 1024;
    private static final int CONNECT_MILLIS = 5000;

    private final ServerSocket listener;
    private final AtomicInteger turn = new AtomicInteger();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile List<Endpoint> endpoints = List.of();

    private TcpForwarder(ServerSocket listener) {
        this.listener = listener;
    }

    static TcpForwarder listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        TcpForwarder forwarder = new TcpForwarder(listener);
        Thread.ofVirtual().name("node-port-" + port).start(forwarder::accept);
        return forwarder;
    }

    void endpoints(List<Endpoint> now) {
        endpoints = List.copyOf(now);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                free.acquire();
                Socket client = listener.accept();
                Thread.ofVirtual().name("forward-" + listener.getLocalPort()).start(() -> forward(client));
            } catch (IOException e) {
                free.release();
                log.debug("accept on {} ended: {}", listener.getLocalPort(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void forward(Socket client) {
        open.add(client);
        List<Endpoint> now = endpoints;
        try (client;
                Socket server = new Socket()) {
            if (now.isEmpty()) {
                client.setSoLinger(true, 0);
                return;
            }
            Endpoint endpoint = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            server.connect(new InetSocketAddress(endpoint.address(), endpoint.port()), CONNECT_MILLIS);
            open.add(server);
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
            open.remove(server);
        } catch (IOException e) {
            log.debug("forwarding ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            free.release();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            log.debug("one direction ended: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            log.debug("closing the forwarder of {}: {}", listener.getLocalPort(), e.getMessage());
        }
    }
}
