package dev.navarch.controllers.nodeipam;

import dev.navarch.controllers.services.IpAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of addresses.
 *
 * @param first the first address, as a number
 * @param prefix how many of the address's bits all addresses of the range share
 * @param bits 32 or 128
 */
record Cidr(BigInteger first, int prefix, int bits) {

    Cidr {
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("invalid CIDR address: prefix length " + prefix);
        }
        first = first.shiftRight(bits - prefix).shiftLeft(bits - prefix);
    }

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            return new Cidr(
                    new BigInteger(1, address), Integer.parseInt(text.substring(slash + 1)), address.length * 8);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + text, e);
        }
    }

    boolean isIpv6() {
        return bits == 128;
    }

    BigInteger last() {
        return first.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.ONE);
    }

    boolean overlaps(Cidr other) {
        return bits == other.bits && first.compareTo(other.last()) <= 0 && other.first.compareTo(last()) <= 0;
    }

    /** The n-th range of this size in the range. */
    Cidr part(int index, int partPrefix) {
        return new Cidr(first.add(BigInteger.valueOf(index).shiftLeft(bits - partPrefix)), partPrefix, bits);
    }

    @Override
    public String toString() {
        byte[] bytes = new byte[bits / 8];
        byte[] number = first.toByteArray();
        int length = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
        try {
            String address = InetAddress.getByAddress(bytes).getHostAddress();
            return IpAddress.parse(address).map(IpAddress::text).orElse(address) + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no address has these bytes: " + Arrays.toString(bytes), e);
        }
    }
}
