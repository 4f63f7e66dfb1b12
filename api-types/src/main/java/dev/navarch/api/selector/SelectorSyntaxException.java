package dev.navarch.api.selector;

/** A selector that cannot be understood; the message is for the client. */
public final class SelectorSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String text;

    public SelectorSyntaxException(String text) {
        super(text);
        this.text = text;
    }

    /** What is wrong. */
    public String text() {
        return text;
    }
}
