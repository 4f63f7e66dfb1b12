package dev.navarch.controllers.scheduler.config;

/** The extension points for which plugins are enabled one by one, by their names in the configuration. */
public enum ExtensionPoint {
    PRE_ENQUEUE("preEnqueue"),
    QUEUE_SORT("queueSort"),
    PRE_FILTER("preFilter"),
    FILTER("filter"),
    POST_FILTER("postFilter"),
    PRE_SCORE("preScore"),
    SCORE("score"),
    RESERVE("reserve"),
    PERMIT("permit"),
    PRE_BIND("preBind"),
    BIND("bind"),
    POST_BIND("postBind");

    private final String field;

    ExtensionPoint(String field) {
        this.field = field;
    }

    public String field() {
        return field;
    }
}
