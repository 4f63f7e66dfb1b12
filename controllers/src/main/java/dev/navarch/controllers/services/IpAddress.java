package dev.navarch.controllers.services;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** An IP address in its canonical text: no leading zeros, IPv6 in lower case with its longest run of zeros cut. */
public record IpAddress(String text, boolean isIpv6) {

    /** Nothing where the text is no literal address. Leading zeros of IPv4 parts are read as decimal. */
    public static Optional<IpAddress> parse(String text) {
        try {
            if (text.indexOf(':') < 0 && !text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
                return Optional.empty();
            }
            String literal = text.indexOf(':') < 0 ? text.replaceAll("(^|\\.)0+(?=\\d)", "$1") : text;
            return switch (InetAddress.ofLiteral(literal)) {
                case Inet4Address v4 -> Optional.of(new IpAddress(v4.getHostAddress(), false));
                case Inet6Address v6 -> Optional.of(new IpAddress(compressed(v6.getAddress()), true));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
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
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
