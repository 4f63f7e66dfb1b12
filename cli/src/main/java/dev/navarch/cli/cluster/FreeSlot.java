package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the slot of a new cluster: one that no cluster of this user has, and whose networks and ports nobody else on this
 * machine uses. A stopped cluster of another user still has its pods' bridge, which tells.
 */
final class FreeSlot {

    private FreeSlot() {}

    static int find() {
        Set<Integer> own = ClusterDirectory.all().stream()
                .flatMap(d -> d.settings().stream())
                .map(ClusterSettings::slot)
                .collect(Collectors.toSet());
        Set<String> networks = networks();
        return IntStream.rangeClosed(0, ClusterSettings.MAX_SLOT)
                .filter(slot -> !own.contains(slot))
                .filter(slot -> networks.stream().noneMatch(n -> n.startsWith(ClusterSettings.podPrefix(slot))))
                .filter(slot -> isFree(ClusterSettings.kubeletPort(slot)))
                .findFirst()
                .orElseThrow(() -> new CommandException("there are more than " + ClusterSettings.MAX_SLOT
                        + " clusters on this machine; delete one (navarch list)"));
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
