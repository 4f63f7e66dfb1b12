package dev.navarch.api.meta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The grammars of names, keys and values. Each check gives what is wrong, in upstream's words; nothing if all is well. */
public final class Names {

    /** A kind's rule for names. With {@code prefix} the name gets a suffix later, so it may end in a dash. */
    @FunctionalInterface
    public interface Rule {
        List<String> check(String name, boolean prefix);
    }

    /** Most kinds' names. */
    public static final Rule SUBDOMAIN = (name, prefix) -> dns1123Subdomain(prefix ? maskTrailingDash(name) : name);

    public static final Rule LABEL = (name, prefix) -> dns1123Label(prefix ? maskTrailingDash(name) : name);

    public static final Rule DNS_1035_LABEL = (name, prefix) -> dns1035Label(prefix ? maskTrailingDash(name) : name);

    /** RBAC's names: anything that can be a segment of a path. */
    public static final Rule PATH_SEGMENT = (name, prefix) -> prefix ? pathSegmentPrefix(name) : pathSegmentName(name);

    private static final int LABEL_LENGTH = 63;
    private static final int SUBDOMAIN_LENGTH = 253;

    private static final Grammar DNS_1123_LABEL = new Grammar(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                    + " end with an alphanumeric character",
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
            "my-name",
            "123-abc");
    private static final Grammar DNS_1123_SUBDOMAIN = new Grammar(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character",
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            "example.com");
    private static final Grammar WILDCARD_SUBDOMAIN = new Grammar(
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist"
                    + " of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
            "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            "*.example.com");
    private static final Grammar SUBDOMAIN_WITH_UNDERSCORE = new Grammar(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must"
                    + " start and end with an alphanumeric character",
            "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*",
            "example.com");
    private static final Grammar DNS_1035 = new Grammar(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character",
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            "my-name",
            "abc-123");
    private static final Grammar QUALIFIED = new Grammar(
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character",
            "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
            "MyName",
            "my.name",
            "123-abc");
    private static final Grammar LABEL_VALUE = new Grammar(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                    + " start and end with an alphanumeric character",
            "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
            "MyValue",
            "my_value",
            "12345");
    private static final Grammar CONFIG_KEY = new Grammar(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+",
            "key.name",
            "KEY_NAME",
            "key-name");
    private static final Grammar C_IDENTIFIER = new Grammar(
            "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric"
                    + " characters or '_'",
            "[A-Za-z_][A-Za-z0-9_]*",
            "my_name",
            "MY_NAME",
            "MyName");
    private static final Grammar PERCENT = new Grammar(
            "a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%");
    private static final Grammar HTTP_HEADER = new Grammar(
            "a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name");

    private record Grammar(String complaint, String regex, Pattern pattern, List<String> examples) {

        Grammar(String complaint, String regex, String... examples) {
            this(complaint, regex, Pattern.compile(regex), List.of(examples));
        }

        boolean matches(String value) {
            return pattern.matcher(value).matches();
        }

        String error() {
            return regexError(complaint, regex, examples.toArray(String[]::new));
        }
    }

    private Names() {}

    public static List<String> dns1123Label(String value) {
        var errors = tooLong(value, LABEL_LENGTH);
        if (!DNS_1123_LABEL.matches(value)) {
            errors.add(DNS_1123_SUBDOMAIN.matches(value) ? "must not contain dots" : DNS_1123_LABEL.error());
        }
        return errors;
    }

    public static List<String> dns1123Subdomain(String value) {
        return check(value, SUBDOMAIN_LENGTH, DNS_1123_SUBDOMAIN);
    }

    public static List<String> wildcardDns1123Subdomain(String value) {
        return check(value, SUBDOMAIN_LENGTH, WILDCARD_SUBDOMAIN);
    }

    /** Search domains of DNS, which are more than names of hosts. */
    public static List<String> dns1123SubdomainWithUnderscore(String value) {
        return check(value, SUBDOMAIN_LENGTH, SUBDOMAIN_WITH_UNDERSCORE);
    }

    public static List<String> dns1035Label(String value) {
        return check(value, LABEL_LENGTH, DNS_1035);
    }

    public static List<String> labelValue(String value) {
        var errors = new ArrayList<String>();
        if (bytes(value) > LABEL_LENGTH) {
            errors.add(maxBytesError(LABEL_LENGTH));
        }
        if (!LABEL_VALUE.matches(value)) {
            errors.add(LABEL_VALUE.error());
        }
        return errors;
    }

    /** Keys of labels and annotations, names of finalizers: a name with an optional domain before a slash. */
    public static List<String> qualifiedName(String value) {
        var errors = new ArrayList<String>();
        String[] parts = value.split("/", -1);
        if (parts.length > 2) {
            errors.add("a valid label key " + QUALIFIED.error()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return errors;
        }
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                errors.add("prefix part must be non-empty");
            } else {
                domainPrefix(parts[0]).forEach(error -> errors.add("prefix part " + error));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (bytes(name) > LABEL_LENGTH) {
            errors.add("name part " + maxBytesError(LABEL_LENGTH));
        }
        if (!QUALIFIED.matches(name)) {
            errors.add("name part " + QUALIFIED.error());
        }
        return errors;
    }

    /** Keys of ConfigMaps and Secrets. */
    public static List<String> configMapKey(String value) {
        var errors = check(value, SUBDOMAIN_LENGTH, CONFIG_KEY);
        errors.addAll(upwards(value));
        return errors;
    }

    /** Names of environment variables: any printable ASCII but an equals sign (KEP-4369). */
    public static List<String> envVarName(String value) {
        if (value.isEmpty()) {
            return List.of("environment variable name must be non-empty");
        }
        if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '=')) {
            return List.of("a valid environment variable name must consist only of printable ASCII characters other"
                    + " than '='");
        }
        return List.of();
    }

    public static List<String> portName(String value) {
        var errors = tooLong(value, 15);
        if (!value.matches("[-a-z0-9]+")) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    public static List<String> portNumber(long port) {
        return inRange(port, 1, 65_535);
    }

    public static List<String> inRange(long value, long min, long max) {
        return value >= min && value <= max
                ? List.of()
                : List.of("must be between " + min + " and " + max + ", inclusive");
    }

    public static List<String> percent(String value) {
        return PERCENT.matches(value) ? List.of() : List.of(PERCENT.error());
    }

    public static List<String> cIdentifier(String value) {
        return C_IDENTIFIER.matches(value) ? List.of() : List.of(C_IDENTIFIER.error());
    }

    public static List<String> httpHeaderName(String value) {
        return HTTP_HEADER.matches(value) ? List.of() : List.of(HTTP_HEADER.error());
    }

    public static List<String> pathSegmentName(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        return pathSegmentPrefix(name);
    }

    private static List<String> pathSegmentPrefix(String name) {
        var errors = new ArrayList<String>();
        for (String illegal : List.of("/", "%")) {
            if (name.contains(illegal)) {
                errors.add("may not contain '" + illegal + "'");
            }
        }
        return errors;
    }

    private static List<String> domainPrefix(String prefix) {
        var errors = new ArrayList<String>();
        if (bytes(prefix) > SUBDOMAIN_LENGTH) {
            errors.add(maxBytesError(SUBDOMAIN_LENGTH));
        }
        if (!DNS_1123_SUBDOMAIN.matches(prefix)) {
            errors.add(DNS_1123_SUBDOMAIN.error());
        }
        return errors;
    }

    /** Upstream counts bytes in both cases, but says so only of labels. */
    private static String maxBytesError(int length) {
        return "must be no more than " + length + " bytes";
    }

    public static String maxLengthError(int length) {
        return "must be no more than " + length + " characters";
    }

    /** What upstream says of a value that does not match a grammar. */
    public static String regexError(String complaint, String regex, String... examples) {
        String shown = examples.length == 0 ? "" : "e.g. '" + String.join("',  or '", examples) + "', ";
        return complaint + " (" + shown + "regex used for validation is '" + regex + "')";
    }

    private static List<String> check(String value, int maxLength, Grammar grammar) {
        var errors = tooLong(value, maxLength);
        if (!grammar.matches(value)) {
            errors.add(grammar.error());
        }
        return errors;
    }

    private static List<String> tooLong(String value, int max) {
        var errors = new ArrayList<String>();
        if (bytes(value) > max) {
            errors.add(maxLengthError(max));
        }
        return errors;
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<String> upwards(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("must not be '" + value + "'");
        }
        return value.startsWith("..") ? List.of("must not start with '..'") : List.of();
    }

    private static String maskTrailingDash(String name) {
        return name.length() > 1 && name.endsWith("-") ? name.substring(0, name.length() - 2) + "a" : name;
    }
}
