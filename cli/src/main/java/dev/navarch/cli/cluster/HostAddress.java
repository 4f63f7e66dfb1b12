package dev.navarch.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/** The address by which others, pods among them, reach this machine. */
final class HostAddress {

    private HostAddress() {}

    /**
     * The address from which the default route leaves, as bridges of containers come and go; else the first IPv4 address
     * that is not loopback; loopback where there is no other.
     */
    static String own() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Sends nothing: the kernel only says which of its addresses it would use.
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            InetAddress address = socket.getLocalAddress();
            if (address.getAddress().length == 4 && !address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
                return address.getHostAddress();
            }
        } catch (IOException | UncheckedIOException e) {
            return first();
        }
        return first();
    }

    private static String first() {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isUp() || each.isLoopback() || each.isVirtual()) {
                    continue;
                }
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (address.getAddress().length == 4 && !address.isLinkLocalAddress()) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (SocketException e) {
            return "127.0.0.1";
        }
        return "127.0.0.1";
    }
}
