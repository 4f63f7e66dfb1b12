package dev.navarch.apiserver.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The forms that names of objects may have; answers are upstream's texts, empty lists for well-formed names. */
public final class ObjectNames {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL.pattern() + "(\\." + LABEL.pattern() + ")*");

    private ObjectNames() {}

    public static List<String> dnsSubdomain(String name, boolean prefix) {
        var problems = new ArrayList<String>();
        String checked = prefix ? maskTrailingDash(name) : name;
        if (checked.length() > 253) {
            problems.add("must be no more than 253 bytes");
        }
        if (!SUBDOMAIN.matcher(checked).matches()) {
            problems.add(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                            + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                            + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }
        return problems;
    }

    public static List<String> dnsLabel(String name, boolean prefix) {
        var problems = new ArrayList<String>();
        String checked = prefix ? maskTrailingDash(name) : name;
        if (checked.length() > 63) {
            problems.add("must be no more than 63 bytes");
        }
        if (!LABEL.matcher(checked).matches()) {
            problems.add(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                            + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                            + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
        }
        return problems;
    }

    public static List<String> dns1035Label(String name, boolean prefix) {
        var problems = new ArrayList<String>();
        String checked = prefix ? maskTrailingDash(name) : name;
        if (checked.length() > 63) {
            problems.add("must be no more than 63 bytes");
        }
        if (!LABEL_1035.matcher(checked).matches()) {
            problems.add("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                    + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123',"
                    + " regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
        }
        return problems;
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

    /** What may be left after a prefix is not known yet, so its last dash stands for more. */
    private static String maskTrailingDash(String name) {
        return name.length() > 1 && name.endsWith("-") ? name.substring(0, name.length() - 2) + "a" : name;
    }
}
