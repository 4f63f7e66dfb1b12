package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the slot of a new cluster: one that no cluster of this user has, and whose networks and ports nobody else on this
 * machine uses. A stopped cluster of another user still has its pods' bridge, which tells. Of two clusters that start at
 * the same time one gets the slot by its claim, a file in the machine's temporary directory with the cluster's directory
 * in it; the claim of a cluster that is gone counts no more.
 */
final class FreeSlot {

    /** So long a claim counts before its cluster is there. */
    private static final Duration CLAIM_WITHOUT_CLUSTER = Duration.ofMinutes(1);

    private FreeSlot() {}

    /** The slot is the given cluster's from then on. */
    static int find(Path cluster) {
        Set<Integer> own = ClusterDirectory.all().stream()
                .flatMap(d -> d.settings().stream())
                .map(ClusterSettings::slot)
                .collect(Collectors.toSet());
        Set<String> networks = networks();
        return IntStream.rangeClosed(0, ClusterSettings.MAX_SLOT)
                .filter(slot -> !own.contains(slot))
                .filter(slot -> networks.stream().noneMatch(n -> n.startsWith(ClusterSettings.podPrefix(slot))))
                .filter(slot -> isFree(ClusterSettings.kubeletPort(slot)))
                .filter(slot -> claim(slot, cluster))
                .findFirst()
                .orElseThrow(() -> new CommandException("there are more than " + ClusterSettings.MAX_SLOT
                        + " clusters on this machine; delete one (navarch list)"));
    }

    private static boolean claim(int slot, Path cluster) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "navarch-slot-" + slot);
        try {
            if (Files.exists(file)) {
                if (Files.readString(file).strip().equals(cluster.toString())) {
                    return true;
                }
                if (!isAlive(file)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.writeString(file, cluster + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            // somebody was faster, or the file is another user's
            return false;
        }
    }

    /** The cluster of a claim exists, or is about to. */
    private static boolean isAlive(Path claim) throws IOException {
        Instant made = Files.getLastModifiedTime(claim).toInstant();
        Path owner = Path.of(Files.readString(claim).strip());
        return made.isAfter(Instant.now().minus(CLAIM_WITHOUT_CLUSTER)) || Files.exists(owner.resolve("cluster.json"));
    }

    private static Set<String> networks() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getAddress)
                    .map(address -> address.getHostAddress() + ".")
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            throw new CommandException("cannot read this machine's network addresses: " + e.getMessage(), e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
