package dev.navarch.apiserver.authorization;

/** Decides on a request. Safe for use by many threads; answers from memory. */
@FunctionalInterface
public interface Authorizer {

    Decision authorize(Attributes attributes);
}
