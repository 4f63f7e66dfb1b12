package dev.navarch.kubelet.runtime.simulated;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Hands out the addresses of an IPv4 subnet, the least recently used first. Guarded by its owner. */
final class SimulatedAddresses {
    private final int base;
    private final int size;
    private final BitSet taken = new BitSet();
    private int next = 2;

    SimulatedAddresses(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            int bits = 32 - Integer.parseInt(cidr.substring(slash + 1));
            this.size = 1 << Math.min(bits, 24);
            this.base = ByteBuffer.wrap(address).getInt() & -(1 << bits);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an IPv4 subnet: " + cidr, e);
        }
    }

    String take() {
        for (int i = 0; i < size; i++) {
            int candidate = 2 + (next - 2 + i) % Math.max(1, size - 3);
            if (!taken.get(candidate)) {
                taken.set(candidate);
                next = candidate + 1;
                return text(base + candidate);
            }
        }
        throw new IllegalStateException("no address is left in the pods' subnet");
    }

    void release(String ip) {
        taken.clear(ByteBuffer.wrap(InetAddress.ofLiteral(ip).getAddress()).getInt() - base);
    }

    private static String text(int address) {
        try {
            return InetAddress.getByAddress(
                            ByteBuffer.allocate(4).putInt(address).array())
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
