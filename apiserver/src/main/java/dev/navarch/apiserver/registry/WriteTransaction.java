package dev.navarch.apiserver.registry;

/** What a strategy reserved for one write, such as addresses: kept when the write succeeds, given back otherwise. */
public interface WriteTransaction {

    WriteTransaction NOTHING = new WriteTransaction() {};

    default void commit() {}

    default void rollback() {}
}
