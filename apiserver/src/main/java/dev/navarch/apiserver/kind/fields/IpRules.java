package dev.navarch.apiserver.kind.fields;

import static dev.navarch.api.meta.FieldValue.quote;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What must hold of addresses and ranges of them. Fields from before there were strict rules take forms other than the
 * canonical one, with a warning, and keep whatever they have.
 */
public final class IpRules {

    private IpRules() {}

    /** Whether the text is an address in any of the forms that were ever taken. */
    public static boolean isAddress(String text) {
        return IpAddress.parse(text).isPresent();
    }

    /** Whether the text is a range, in any of the forms that were ever taken. */
    public static boolean isRange(String text) {
        return Cidr.parse(text).isPresent();
    }

    /** Whether an address or a range is one of IPv6; empty for what is neither. */
    public static Optional<Boolean> isIpv6(String text) {
        return text.indexOf('/') >= 0
                ? Cidr.parse(text).map(Cidr::isIpv6)
                : IpAddress.parse(text).map(IpAddress::isIpv6);
    }

    /** What is wrong with a text as the canonical form of an address. */
    public static List<String> addressProblems(String text) {
        List<String> problems = legacyAddressProblems(text);
        if (!problems.isEmpty()) {
            return problems;
        }
        String canonical = IpAddress.parse(text).orElseThrow().canonical();
        return canonical.equals(text) ? List.of() : List.of("must be in canonical form (" + quote(canonical) + ")");
    }

    private static List<String> legacyAddressProblems(String text) {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            return List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        if (address.get().hasLeadingZeros()) {
            return List.of("must not have leading 0s");
        }
        return address.get().isMapped() ? List.of("must not be an IPv4-mapped IPv6 address") : List.of();
    }

    /** A field from before the strict rules; what the old object has stays right. */
    public static void legacyAddress(Place address, Collection<String> old) {
        if (!old.contains(address.text())) {
            address.form(IpRules::legacyAddressProblems);
        }
    }

    public static void address(Place address) {
        address.form(IpRules::addressProblems);
    }

    /** An address that traffic can be sent to. */
    public static void endpoint(Place address) {
        Optional<IpAddress> parsed = IpAddress.parse(address.text());
        if (parsed.isEmpty()) {
            address.invalid("must be a valid IP address");
            return;
        }
        InetAddress ip = parsed.get().toInetAddress();
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

    private static List<String> legacyRangeProblems(String text) {
        Optional<Cidr> range = Cidr.parse(text);
        if (range.isEmpty()) {
            return List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
        if (range.get().hasLeadingZeros()) {
            return List.of("must not have leading 0s in IP or prefix length");
        }
        if (range.get().address().isMapped()) {
            return List.of("must not have an IPv4-mapped IPv6 address");
        }
        return range.get().hasHostBits() ? List.of("must not have bits set beyond the prefix length") : List.of();
    }

    private static List<String> rangeProblems(String text) {
        List<String> problems = legacyRangeProblems(text);
        if (!problems.isEmpty()) {
            return problems;
        }
        String canonical = Cidr.parse(text).orElseThrow().canonical();
        return canonical.equals(text) ? List.of() : List.of("must be in canonical form (" + quote(canonical) + ")");
    }

    /** A field from before the strict rules; what the old object has stays right. */
    public static void legacyRange(Place range, Collection<String> old) {
        if (!old.contains(range.text())) {
            range.form(IpRules::legacyRangeProblems);
        }
    }

    public static void range(Place range) {
        range.form(IpRules::rangeProblems);
    }

    /** An address with the length of its network's prefix, as an interface has it. */
    public static void interfaceAddress(Place address) {
        Optional<Cidr> parsed = Cidr.parse(address.text());
        if (parsed.isEmpty()) {
            address.invalid("must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
            return;
        }
        String canonical =
                parsed.get().address().canonical() + "/" + parsed.get().prefix();
        if (!canonical.equals(address.text())) {
            address.invalid("must be in canonical form (" + quote(canonical) + ")");
        }
    }

    /** Whether one range lies in another and is smaller; true where one of them is no range. */
    public static boolean strictlyContains(String outer, String inner) {
        Optional<Cidr> one = Cidr.parse(outer);
        Optional<Cidr> other = Cidr.parse(inner);
        return one.isEmpty() || other.isEmpty() || one.get().strictlyContains(other.get());
    }

    /** What is to be said of an address that a field takes only for old times' sake. */
    public static List<String> addressWarnings(String path, String text) {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            return List.of();
        }
        String canonical = address.get().canonical();
        if (address.get().hasLeadingZeros() || address.get().isMapped()) {
            return List.of(path + ": non-standard IP address " + quote(text) + " is invalid: use " + quote(canonical));
        }
        if (address.get().isIpv6() && !canonical.equals(text)) {
            return List.of(path + ": IPv6 address " + quote(text) + " should be in RFC 5952 canonical format ("
                    + quote(canonical) + ")");
        }
        return List.of();
    }

    /** What is to be said of a range that a field takes only for old times' sake. */
    public static List<String> rangeWarnings(String path, String text) {
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            return List.of();
        }
        Cidr range = parsed.get();
        var warnings = new ArrayList<String>();
        if (range.hasHostBits()) {
            warnings.add(path + ": CIDR value " + quote(text) + " is ambiguous in this context (should be "
                    + quote(range.canonical()) + " or " + quote(range.single()) + "?)");
        }
        if (range.hasLeadingZeros() || range.address().isMapped()) {
            warnings.add(
                    path + ": non-standard CIDR value " + quote(text) + " is invalid: use " + quote(range.canonical()));
        }
        if (warnings.isEmpty() && range.isIpv6() && !range.canonical().equals(text)) {
            warnings.add(path + ": IPv6 CIDR value " + quote(text) + " should be in RFC 5952 canonical format ("
                    + quote(range.canonical()) + ")");
        }
        return warnings;
    }
}
