package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.FieldValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses and ranges in text form. Upstream reads IPv4 numbers with leading zeros and IPv6 forms of IPv4 addresses, for
 * it always did, but refuses both in new objects.
 */
public final class IpAddresses {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private IpAddresses() {}

    /** An address in a field that is older than strict rules; what was there before may stay. */
    public static void check(Field address, Collection<String> before) {
        String text = address.text();
        if (before.contains(text)) {
            return;
        }
        Optional<byte[]> bytes = parse(text);
        if (bytes.isEmpty()) {
            address.invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            return;
        }
        if (hasLeadingZeros(text)) {
            address.invalid("must not have leading 0s");
        }
        if (isMapped(text)) {
            address.invalid("must not be an IPv4-mapped IPv6 address");
        }
    }

    /** A range in a field that is older than strict rules; what was there before may stay. */
    public static void checkRange(Field range, Collection<String> before) {
        String text = range.text();
        if (before.contains(text)) {
            return;
        }
        int slash = text.indexOf('/');
        String address = slash < 0 ? "" : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        Optional<byte[]> bytes = parse(address);
        if (bytes.isEmpty() || !isLength(length, address.indexOf(':') >= 0 ? 128 : 32)) {
            range.invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        } else if (hasLeadingZeros(address) || (length.length() > 1 && length.startsWith("0"))) {
            range.invalid("must not have leading 0s in IP or prefix length");
        } else if (isMapped(address)) {
            range.invalid("must not have an IPv4-mapped IPv6 address");
        } else if (!isMasked(bytes.get(), Integer.parseInt(length))) {
            range.invalid("must not have bits set beyond the prefix length");
        }
    }

    /** What is said of an address that is valid but not in its usual form; empty when it is. */
    public static Optional<String> warning(String path, String text) {
        Optional<byte[]> bytes = parse(text);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String usual = show(bytes.get());
        if (hasLeadingZeros(text) || isMapped(text)) {
            return Optional.of(path + ": non-standard IP address " + FieldValue.quote(text) + " is invalid: use "
                    + FieldValue.quote(usual));
        }
        if (text.indexOf(':') >= 0 && !usual.equals(text)) {
            return Optional.of(path + ": IPv6 address " + FieldValue.quote(text)
                    + " should be in RFC 5952 canonical format (" + FieldValue.quote(usual) + ")");
        }
        return Optional.empty();
    }

    /** The same of a range. */
    public static Optional<String> rangeWarning(String path, String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> bytes = slash < 0 ? Optional.empty() : parse(text.substring(0, slash));
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String address = text.substring(0, slash);
        int length = Integer.parseInt(text.substring(slash + 1));
        byte[] masked = masked(bytes.get(), length);
        String usual = show(masked) + "/" + length;
        if (!Arrays.equals(masked, bytes.get())) {
            String single = show(bytes.get()) + "/" + masked.length * 8;
            return Optional.of(
                    path + ": CIDR value " + FieldValue.quote(text) + " is ambiguous in this context (should be "
                            + FieldValue.quote(usual) + " or " + FieldValue.quote(single) + "?)");
        }
        if (hasLeadingZeros(address) || isMapped(address) || (length != 0 && text.startsWith("0", slash + 1))) {
            return Optional.of(path + ": non-standard CIDR value " + FieldValue.quote(text) + " is invalid: use "
                    + FieldValue.quote(usual));
        }
        if (address.indexOf(':') >= 0 && !usual.equals(text)) {
            return Optional.of(path + ": IPv6 CIDR value " + FieldValue.quote(text)
                    + " should be in RFC 5952 canonical format (" + FieldValue.quote(usual) + ")");
        }
        return Optional.empty();
    }

    public static boolean isV6(String address) {
        return address.indexOf(':') >= 0;
    }

    /** The bytes of an address, 4 for an IPv4 address in either form; empty for what is none. */
    public static Optional<byte[]> parse(String text) {
        String readable = V4.matcher(text).matches() ? withoutLeadingZeros(text) : text;
        boolean wellFormed = V4.matcher(text).matches() || V6.matcher(text).matches();
        if (!wellFormed) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(readable).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String withoutLeadingZeros(String text) {
        return text.replaceAll("(^|\\.)0+(\\d)", "$1$2");
    }

    private static boolean hasLeadingZeros(String text) {
        return V4.matcher(text).matches() && !withoutLeadingZeros(text).equals(text);
    }

    private static boolean isMapped(String text) {
        return isV6(text) && parse(text).filter(bytes -> bytes.length == 4).isPresent();
    }

    private static boolean isLength(String text, int max) {
        return text.matches("\\d{1,4}") && Integer.parseInt(text) <= max;
    }

    private static boolean isMasked(byte[] bytes, int length) {
        return Arrays.equals(bytes, masked(bytes, length));
    }

    private static byte[] masked(byte[] bytes, int length) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(length - 8L * i, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }

    private static String show(byte[] bytes) {
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        return Rfc5952.show(bytes);
    }
}
