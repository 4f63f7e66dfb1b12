package dev.navarch.apiserver.http;

/**
 * Answers requests, each on a virtual thread of its own. A {@link dev.navarch.api.meta.StatusException} becomes its
 * {@code Status}, anything else a 500.
 */
@FunctionalInterface
public interface Handler {

    void handle(Exchange exchange) throws Exception;
}
