package dev.navarch.api.meta;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Names made from {@code metadata.generateName}: the base and five random characters, 63 at most. */
public final class GeneratedNames {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_LENGTH = 63;
    private static final RandomGenerator RANDOM = new SecureRandom();

    private GeneratedNames() {}

    public static String generate(String base) {
        return generate(base, RANDOM);
    }

    static String generate(String base, RandomGenerator random) {
        int room = MAX_LENGTH - SUFFIX_LENGTH;
        return (base.length() > room ? base.substring(0, room) : base) + suffix(SUFFIX_LENGTH, random);
    }

    /** Random characters without vowels or digits that look like letters: upstream's {@code rand.String}. */
    public static String suffix(int length) {
        return suffix(length, RANDOM);
    }

    private static String suffix(int length, RandomGenerator random) {
        var suffix = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }
}
