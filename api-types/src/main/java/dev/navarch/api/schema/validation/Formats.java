package dev.navarch.api.schema.validation;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The formats of texts that upstream checks in custom resources; others are no restriction. */
public final class Formats {

    private static final Map<String, Predicate<String>> KNOWN = new HashMap<>();

    private static final String HEX = "[0-9a-f]";

    static {
        KNOWN.put("bsonobjectid", matching("^[0-9a-fA-F]{24}$"));
        KNOWN.put("uri", NetworkFormats::isRequestUri);
        KNOWN.put("email", NetworkFormats::isEmail);
        KNOWN.put("hostname", NetworkFormats::isHostname);
        KNOWN.put("ipv4", NetworkFormats::isIpv4);
        KNOWN.put("ipv6", NetworkFormats::isIpv6);
        KNOWN.put("cidr", NetworkFormats::isCidr);
        KNOWN.put("mac", NetworkFormats::isMac);
        KNOWN.put("uuid", uuid(HEX + "{4}", HEX + "{4}"));
        KNOWN.put("uuid3", uuid("3" + HEX + "{3}", HEX + "{4}"));
        KNOWN.put("uuid4", uuid("4" + HEX + "{3}", "[89ab]" + HEX + "{3}"));
        KNOWN.put("uuid5", uuid("5" + HEX + "{3}", "[89ab]" + HEX + "{3}"));
        KNOWN.put("isbn", text -> CheckedNumbers.isIsbn10(text) || CheckedNumbers.isIsbn13(text));
        KNOWN.put("isbn10", CheckedNumbers::isIsbn10);
        KNOWN.put("isbn13", CheckedNumbers::isIsbn13);
        KNOWN.put("creditcard", CheckedNumbers::isCreditCard);
        KNOWN.put("ssn", matching("^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$"));
        KNOWN.put("hexcolor", matching("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"));
        KNOWN.put("rgbcolor", rgb());
        KNOWN.put("byte", base64());
        KNOWN.put("password", text -> true);
        KNOWN.put("date", TimeFormats::isDate);
        KNOWN.put("duration", TimeFormats::isDuration);
        KNOWN.put("datetime", TimeFormats::isDateTime);
        String name = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
        KNOWN.put("k8sshortname", upTo(63, matching("^" + name + "$")));
        KNOWN.put("k8slongname", upTo(253, matching("^" + name + "(\\." + name + ")*$")));
    }

    private Formats() {}

    public static boolean isKnown(String format) {
        return KNOWN.containsKey(normalized(format));
    }

    static boolean matches(String format, String text) {
        Predicate<String> check = KNOWN.get(normalized(format));
        return check == null || check.test(text);
    }

    private static String normalized(String format) {
        return format.replace("-", "");
    }

    static Predicate<String> matching(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    }

    private static Predicate<String> upTo(int length, Predicate<String> check) {
        return text -> text.length() <= length && check.test(text);
    }

    private static Predicate<String> uuid(String third, String fourth) {
        return matching("(?i)^" + HEX + "{8}-?" + HEX + "{4}-?" + third + "-?" + fourth + "-?" + HEX + "{12}$");
    }

    private static Predicate<String> rgb() {
        String part = "\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*";
        return matching("^rgb\\(" + part + "," + part + "," + part + "\\)$");
    }

    private static Predicate<String> base64() {
        String digit = "[A-Za-z0-9+/]";
        return matching("^(?:" + digit + "{4})*(?:" + digit + "{2}==|" + digit + "{3}=|" + digit + "{4})$");
    }
}
