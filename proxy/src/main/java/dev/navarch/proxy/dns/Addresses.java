package dev.navarch.proxy.dns;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as texts and as names. */
final class Addresses {

    private static final Pattern V4_DASHED = Pattern.compile("\\d{1,3}(-\\d{1,3}){3}");
    private static final Pattern V6_DASHED = Pattern.compile("[0-9a-f]{0,4}(-[0-9a-f]{0,4}){2,7}");
    private static final int V6_GROUPS = 8;

    private Addresses() {}

    /** An address literal; never asks a resolver. */
    static Optional<InetAddress> parse(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address that a pod's name stands for: dashes instead of dots or colons. */
    static Optional<InetAddress> ofDashed(String label) {
        if (V4_DASHED.matcher(label).matches()) {
            return parse(label.replace('-', '.'));
        }
        return V6_DASHED.matcher(label).matches() ? parse(label.replace('-', ':')) : Optional.empty();
    }

    /** The address that a name below {@code in-addr.arpa} or {@code ip6.arpa} stands for. */
    static Optional<InetAddress> ofReverse(java.util.List<String> labels) {
        int count = labels.size();
        if (count == 6 && labels.get(4).equals("in-addr") && labels.get(5).equals("arpa")) {
            return parse(String.join(".", labels.subList(0, 4).reversed()));
        }
        if (count == 34 && labels.get(32).equals("ip6") && labels.get(33).equals("arpa")) {
            StringBuilder text = new StringBuilder();
            for (int group = 0; group < V6_GROUPS; group++) {
                text.append(group == 0 ? "" : ":");
                for (int digit = 0; digit < 4; digit++) {
                    text.append(labels.get(31 - group * 4 - digit));
                }
            }
            return parse(text.toString());
        }
        return Optional.empty();
    }
}
