package dev.navarch.apiserver.kind.fields;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as upstream's older fields take it: octets may have leading zeros, an IPv4 address may be written as an
 * IPv6 one.
 *
 * @param value four bytes, also of an IPv4 address that is written as an IPv6 one, or sixteen
 * @param canonical the preferred form
 * @param hasLeadingZeros whether an octet has any
 * @param isMapped whether it is an IPv4 address written as an IPv6 one
 */
record IpAddress(Bits value, String canonical, boolean hasLeadingZeros, boolean isMapped) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|[.:])0[0-9]+(\\.[0-9]+)+|\\.0[0-9]+");

    /** Bytes that compare by what they are. */
    record Bits(List<Byte> bytes) {

        static Bits of(byte[] bytes) {
            var list = new ArrayList<Byte>(bytes.length);
            for (byte b : bytes) {
                list.add(b);
            }
            return new Bits(List.copyOf(list));
        }

        int size() {
            return bytes.size() * 8;
        }

        byte[] toArray() {
            byte[] array = new byte[bytes.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = bytes.get(i);
            }
            return array;
        }

        /** With all bits after the first {@code length} cleared. */
        Bits masked(int length) {
            byte[] array = toArray();
            for (int i = 0; i < array.length; i++) {
                int keep = Math.clamp(length - i * 8L, 0, 8);
                array[i] = (byte) (array[i] & (0xff << (8 - keep)));
            }
            return of(array);
        }
    }

    boolean isIpv6() {
        return value.size() == 128;
    }

    InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(value.toArray());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + value.size() + " bits", e);
        }
    }

    static Optional<IpAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return ipv4(text);
        }
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return Optional.of(new IpAddress(
                    Bits.of(bytes),
                    text(Bits.of(bytes)),
                    text.indexOf('.') >= 0 && LEADING_ZERO.matcher(text).find(),
                    bytes.length == 4));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<IpAddress> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        boolean zeros = false;
        for (int i = 0; i < bytes.length; i++) {
            String digits = parts[i].replaceFirst("^0+(?=.)", "");
            zeros |= digits.length() != parts[i].length();
            if (digits.length() > 3 || Integer.parseInt(digits) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(digits);
        }
        return Optional.of(new IpAddress(Bits.of(bytes), text(Bits.of(bytes)), zeros, false));
    }

    /** The canonical form of RFC 5952. */
    static String text(Bits value) {
        byte[] bytes = value.toArray();
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        return grouped(groups);
    }

    private static String grouped(int[] groups) {
        int start = 0;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (length > 1 && i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
