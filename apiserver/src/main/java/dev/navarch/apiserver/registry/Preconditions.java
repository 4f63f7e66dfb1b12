package dev.navarch.apiserver.registry;

/** The text of a write whose precondition does not hold. */
final class Preconditions {

    private Preconditions() {}

    static String failed(String key, String detail) {
        return "StorageError: invalid object, Code: 4, Key: " + key
                + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: " + detail;
    }
}
