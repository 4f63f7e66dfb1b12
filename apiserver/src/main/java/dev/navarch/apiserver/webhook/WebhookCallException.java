package dev.navarch.apiserver.webhook;

/** A webhook could not be asked, or its answer makes no sense; the message is upstream's. */
public final class WebhookCallException extends Exception {

    private static final long serialVersionUID = 1L;

    public WebhookCallException(String problem) {
        super(problem);
    }
}
