package dev.navarch.apiserver.registry;

import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;

/** The forms that names of objects may have; answers are upstream's texts, empty lists for well-formed names. */
public final class ObjectNames {

    private ObjectNames() {}

    public static List<String> dnsSubdomain(String name, boolean prefix) {
        return Names.SUBDOMAIN.check(name, prefix);
    }

    public static List<String> dnsLabel(String name, boolean prefix) {
        return Names.LABEL.check(name, prefix);
    }

    public static List<String> dns1035Label(String name, boolean prefix) {
        return Names.DNS_1035_LABEL.check(name, prefix);
    }

    /** Names that only must be usable as a segment of a path, such as those of roles. */
    public static List<String> pathSegment(String name, boolean prefix) {
        var problems = new ArrayList<String>();
        if (!prefix && (name.equals(".") || name.equals(".."))) {
            problems.add("may not be '" + name + "'");
            return problems;
        }
        for (String illegal : List.of("/", "%")) {
            if (name.contains(illegal)) {
                problems.add("may not contain '" + illegal + "'");
            }
        }
        return problems;
    }
}
