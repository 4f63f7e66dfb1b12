package dev.navarch.apiserver.kind.podspec;

/** The tag in an image reference, as the pull policy is chosen by it. */
final class ImageTag {

    private ImageTag() {}

    /** {@code Always} for the tag latest (also the implied one), else {@code IfNotPresent}. */
    static String defaultPullPolicy(String reference) {
        int at = reference.indexOf('@');
        if (at >= 0) {
            return tag(reference.substring(0, at)).equals("latest") ? "Always" : "IfNotPresent";
        }
        String tag = tag(reference);
        return tag.isEmpty() || tag.equals("latest") ? "Always" : "IfNotPresent";
    }

    private static String tag(String reference) {
        int colon = reference.lastIndexOf(':');
        return colon > reference.lastIndexOf('/') ? reference.substring(colon + 1) : "";
    }
}
