package dev.navarch.apiserver.authentication;

/** Credentials that are there and not valid. The message is for logs and TokenReview; it never holds the credentials. */
public final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CredentialsException(String message) {
        super(message, null, false, false);
    }
}
