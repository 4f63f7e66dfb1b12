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
