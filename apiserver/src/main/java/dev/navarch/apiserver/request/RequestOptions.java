package dev.navarch.apiserver.request;

/**
 * The options that writes share, as {@code CreateOptions}, {@code UpdateOptions} and {@code PatchOptions} have them.
 *
 * @param fieldManager empty where the client did not say
 * @param fieldValidationText as the client said, or empty
 */
public record RequestOptions(boolean dryRun, String fieldManager, String fieldValidationText, boolean force) {

    public static final RequestOptions NONE = new RequestOptions(false, "", "", false);

    /** What holds: to warn, unless the client said otherwise. */
    public FieldValidation fieldValidation() {
        return switch (fieldValidationText) {
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default -> FieldValidation.WARN;
        };
    }
}
