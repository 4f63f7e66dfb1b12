package dev.navarch.apiserver.admission;

/** What a request does to an object; reads are not admitted. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
}
