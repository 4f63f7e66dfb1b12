package dev.navarch.api.merge;

/** Why an operation of a patch does not apply; becomes the cause of the {@code StatusException}. */
final class PatchFailure extends Exception {

    private static final long serialVersionUID = 1L;

    PatchFailure(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNull(super.getMessage());
    }
}
