package dev.navarch.apiserver.kind.core.service;

import dev.navarch.apiserver.kind.fields.Rfc5952;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation. Of an IPv4 range the network and the broadcast address are never given out, of
 * an IPv6 range the first.
 */
public record IpRange(String cidr, boolean isIpv6, BigInteger first, int hostBits) {

    /** Parses {@code 10.96.0.0/16}; throws {@link IllegalArgumentException} for anything else. */
    public static IpRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        Optional<byte[]> address = slash < 0 ? Optional.empty() : bytes(cidr.substring(0, slash));
        if (address.isEmpty()) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        int bits = address.get().length * 8;
        int prefix = Integer.parseInt(cidr.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        int hostBits = bits - prefix;
        BigInteger first = new BigInteger(1, address.get()).shiftRight(hostBits).shiftLeft(hostBits);
        return new IpRange(cidr, bits == 128, first, hostBits);
    }

    String family() {
        return isIpv6 ? "IPv6" : "IPv4";
    }

    /** How many addresses can be given out; capped for IPv6 as upstream caps it. */
    long size() {
        long all = 1L << Math.min(hostBits, 32);
        return Math.max(0, isIpv6 ? all - 1 : all - 2);
    }

    /** The address at a place, 0 to {@link #size} - 1. */
    public String address(long index) {
        return text(first.add(BigInteger.valueOf(index + 1)));
    }

    boolean contains(String address) {
        Optional<byte[]> bytes = bytes(address);
        if (bytes.isEmpty() || (bytes.get().length == 16) != isIpv6) {
            return false;
        }
        BigInteger offset = new BigInteger(1, bytes.get()).subtract(first);
        return offset.signum() > 0 && offset.compareTo(BigInteger.valueOf(size())) <= 0;
    }

    private String text(BigInteger value) {
        byte[] raw = value.toByteArray();
        byte[] bytes = new byte[isIpv6 ? 16 : 4];
        int length = Math.min(raw.length, bytes.length);
        System.arraycopy(raw, raw.length - length, bytes, bytes.length - length, length);
        return isIpv6
                ? Rfc5952.show(bytes)
                : (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    /** The address in the canonical form of RFC 5952; empty when it is no address. */
    public static Optional<String> canonical(String address) {
        return bytes(address)
                .map(b -> b.length == 16
                        ? Rfc5952.show(b)
                        : (b[0] & 0xff) + "." + (b[1] & 0xff) + "." + (b[2] & 0xff) + "." + (b[3] & 0xff));
    }

    static String familyOf(String address) {
        return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }

    private static Optional<byte[]> bytes(String text) {
        if (text.isEmpty() || !text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0 && !text.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpRange range && range.cidr.equals(cidr);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {cidr});
    }
}
