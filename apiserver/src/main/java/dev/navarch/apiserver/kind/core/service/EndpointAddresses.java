package dev.navarch.apiserver.kind.core.service;

import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses that traffic can be sent to: not those of this host, of a link, or of no one. */
public final class EndpointAddresses {

    private EndpointAddresses() {}

    public static void check(Field address) {
        Optional<byte[]> bytes = IpAddresses.parse(address.text());
        if (bytes.isEmpty()) {
            address.invalid("must be a valid IP address");
            return;
        }
        InetAddress ip = address(bytes.get());
        if (ip.isAnyLocalAddress()) {
            address.invalid("may not be unspecified (" + address.text() + ")");
        }
        if (ip.isLoopbackAddress()) {
            address.invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (ip.isLinkLocalAddress()) {
            address.invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (ip.isMCLinkLocal()) {
            address.invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
