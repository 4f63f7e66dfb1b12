package dev.navarch.apiserver.kind.fields;

import dev.navarch.apiserver.kind.fields.IpAddress.Bits;
import java.util.Optional;

/**
 * A range of addresses as upstream's older fields take it: an address, which may have bits beyond the prefix, a slash, the
 * length of the prefix.
 */
record Cidr(IpAddress address, int prefix, boolean hasLeadingZeros) {

    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        String length = text.substring(slash + 1);
        Optional<IpAddress> address = IpAddress.parse(text.substring(0, slash));
        boolean written6 = text.indexOf(':') >= 0;
        int prefix = Integer.parseInt(length);
        if (address.isEmpty() || prefix > (written6 ? 128 : 32)) {
            return Optional.empty();
        }
        boolean zeros = address.get().hasLeadingZeros() || (length.length() > 1 && length.startsWith("0"));
        if (address.get().isMapped()) {
            prefix = Math.max(0, prefix - 96);
        }
        return Optional.of(new Cidr(address.get(), prefix, zeros));
    }

    Bits network() {
        return address.value().masked(prefix);
    }

    boolean hasHostBits() {
        return !network().equals(address.value());
    }

    /** The network and its length. */
    String canonical() {
        return IpAddress.text(network()) + "/" + prefix;
    }

    /** The address as a network of its own. */
    String single() {
        return address.canonical() + "/" + address.value().size();
    }

    /** Whether the other one lies in this one and is smaller. */
    boolean strictlyContains(Cidr other) {
        return address.value().size() == other.address.value().size()
                && prefix < other.prefix
                && other.network().masked(prefix).equals(network());
    }

    boolean isIpv6() {
        return address.isIpv6();
    }
}
