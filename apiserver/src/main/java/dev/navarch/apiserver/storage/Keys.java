package dev.navarch.apiserver.storage;

import java.util.Comparator;

/** The order of keys: by their UTF-8 bytes, which differs from that of Java strings beyond the basic plane. */
public final class Keys {

    public static final Comparator<String> ORDER = Keys::compare;

    private Keys() {}

    /** The least key that is greater than this one. */
    public static String after(String key) {
        return key + '\0';
    }

    /**
     * The least key that is greater than all that begin with the prefix.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static String afterAll(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        throw new IllegalArgumentException("nothing is greater than all that begin with '" + prefix + "'");
    }

    private static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) != Character.isSurrogate(b)
                        ? (Character.isSurrogate(a) ? 1 : -1)
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
