package dev.navarch.apiserver.request;

/** The options that writes share, as {@code CreateOptions}, {@code UpdateOptions} and {@code PatchOptions} have them. */
public record RequestOptions(boolean dryRun, String fieldManager, FieldValidation fieldValidation, boolean force) {

    public static final RequestOptions NONE = new RequestOptions(false, "", FieldValidation.WARN, false);
}
