package dev.navarch.apiserver.authentication;

/** Headers that prove or claim who sends a request: they end at this server and are never passed on. */
public final class CredentialHeaders {

    private CredentialHeaders() {}

    public static boolean contains(String header) {
        return header.equalsIgnoreCase("Authorization")
                || header.equalsIgnoreCase("X-Remote-User")
                || header.equalsIgnoreCase("X-Remote-Uid")
                || header.equalsIgnoreCase("X-Remote-Group")
                || header.regionMatches(true, 0, "X-Remote-Extra-", 0, "X-Remote-Extra-".length());
    }
}
