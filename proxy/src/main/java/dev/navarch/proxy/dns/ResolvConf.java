package dev.navarch.proxy.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resolvers that a resolv.conf names, read again when the file has changed. Thread-safe; the lock is itself. */
final class ResolvConf {

    private static final Logger log = LoggerFactory.getLogger(ResolvConf.class);

    private static final int PORT = 53;
    private static final long CHECK_NANOS = 5_000_000_000L;

    private final Path file;
    private final Set<InetSocketAddress> ourselves;
    private List<InetSocketAddress> servers = List.of();
    private FileTime read = FileTime.fromMillis(0);
    private long checked = System.nanoTime() - CHECK_NANOS;

    /**
     * Watches a file.
     *
     * @param ourselves addresses that are never asked, so that no query goes round
     */
    ResolvConf(Path file, Collection<InetSocketAddress> ourselves) {
        this.file = file;
        this.ourselves = Set.copyOf(ourselves);
    }

    synchronized List<InetSocketAddress> servers() {
        long now = System.nanoTime();
        if (now - checked >= CHECK_NANOS) {
            checked = now;
            refresh();
        }
        return servers;
    }

    private void refresh() {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (!modified.equals(read)) {
                read = modified;
                servers = parse(Files.readAllLines(file)).stream()
                        .filter(server -> !ourselves.contains(server))
                        .toList();
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", file).setCause(e).log("The node's resolvers cannot be read");
        }
    }

    /** A port other than 53 can be given as {@code address#port}. */
    static List<InetSocketAddress> parse(List<String> lines) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 2 && words[0].equals("nameserver")) {
                int hash = words[1].indexOf('#');
                String text = hash < 0 ? words[1] : words[1].substring(0, hash);
                int port = hash < 0 ? PORT : Integer.parseInt(words[1].substring(hash + 1));
                Optional<InetAddress> address = Addresses.parse(text);
                address.ifPresent(a -> servers.add(new InetSocketAddress(a, port)));
            }
        }
        return List.copyOf(servers);
    }
}
