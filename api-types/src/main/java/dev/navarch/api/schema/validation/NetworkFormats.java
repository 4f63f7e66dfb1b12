package dev.navarch.api.schema.validation;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.function.Predicate;

/** Addresses and names of the network. IPv4 may have leading zeros, as old Go versions allowed. */
final class NetworkFormats {

    private static final Predicate<String> HOSTNAME =
            Formats.matching("^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)"
                    + "|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}"
                    + "([a-zA-Z\\p{L}]){2,63})$");
    private static final Predicate<String> IPV4 = Formats.matching("^[0-9]{1,}(\\.[0-9]{1,}){3}$");
    private static final Predicate<String> MAC = Formats.matching("^(?i)(" + separated(":", 2) + "|" + separated("-", 2)
            + "|" + separated("\\.", 4) + "|" + separated("", 2) + ")$");
    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:");
    private static final Predicate<String> EMAIL = Formats.matching(
            "^\\s*(([^<>@\"]*|\"[^\"]*\")\\s*<)?\\s*[^\\s<>@\"(),:;\\[\\]]+@([^\\s<>@\"(),:;\\[\\]]+|\\[[^\\[\\]]*\\])\\s*>?\\s*$");

    private NetworkFormats() {}

    private static String separated(String separator, int digits) {
        String group = "[0-9a-f]{" + digits + "}";
        StringBuilder all = new StringBuilder();
        for (int bytes : new int[] {6, 8, 20}) {
            int groups = bytes * 2 / digits;
            all.append(all.isEmpty() ? "" : "|")
                    .append(group)
                    .append("(" + separator + group + "){" + (groups - 1) + "}");
        }
        return all.toString();
    }

    static boolean isHostname(String text) {
        return text.length() <= 255
                && HOSTNAME.test(text)
                && Arrays.stream(text.split("\\.", -1)).allMatch(label -> label.length() <= 63);
    }

    static boolean isIpv4(String text) {
        boolean dotted = IPV4.test(text) && Arrays.stream(text.split("\\.", -1)).allMatch(NetworkFormats::isByte);
        return dotted || (text.contains(".") && isIpv6(text));
    }

    private static boolean isByte(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() <= 3 && Integer.parseInt(significant) <= 255;
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (!text.contains(":") || text.contains("%") || gap != text.lastIndexOf("::")) {
            return false;
        }
        if (gap < 0) {
            return groups(text) == 8;
        }
        int before = groups(text.substring(0, gap));
        int after = groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many 16-bit groups a part of an address has; -1 if it is malformed. */
    private static int groups(String part) {
        if (part.isEmpty()) {
            return 0;
        }
        String[] groups = part.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            boolean embedded = i == groups.length - 1 && IPV4.test(groups[i]);
            if (embedded && Arrays.stream(groups[i].split("\\.", -1)).allMatch(NetworkFormats::isByte)) {
                count += 2;
            } else if (groups[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return address.contains(":") ? isIpv6(address) && bits <= 128 : isIpv4(address) && bits <= 32;
    }

    static boolean isMac(String text) {
        return MAC.test(text);
    }

    /** An absolute URI or an absolute path, as a request line has it. */
    static boolean isRequestUri(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            return false;
        }
        boolean absolute =
                text.startsWith("/") || text.equals("*") || SCHEME.matcher(text).find();
        return absolute && hasSoundEscapes(text) && hasSoundHost(text);
    }

    private static boolean hasSoundEscapes(String text) {
        int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '%'
                    && !text.substring(i, Math.min(i + 3, end)).matches("%[0-9a-fA-F]{2}")) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSoundHost(String text) {
        int start = text.indexOf("://");
        if (text.startsWith("/") || start < 0) {
            return true;
        }
        String rest = text.substring(start + 3).split("[/?]", 2)[0];
        String host = rest.substring(rest.lastIndexOf('@') + 1);
        String port = host.startsWith("[") ? host.substring(host.indexOf(']') + 1) : host.replaceFirst("^[^:]*", "");
        boolean bracketed = !host.startsWith("[") || host.contains("]");
        return bracketed && port.matches("(:[0-9]*)?") && !host.matches(".*[ <>\"{}|\\\\^`].*");
    }

    static boolean isEmail(String text) {
        return EMAIL.test(text) && text.contains("<") == text.contains(">");
    }
}
