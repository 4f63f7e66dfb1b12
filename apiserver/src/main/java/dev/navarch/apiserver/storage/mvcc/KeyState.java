package dev.navarch.apiserver.storage.mvcc;

/**
 * What is known of a key that exists, without its value.
 *
 * @param modRevision the revision of the {@link Change} that has the value
 * @param expiresAt when it is to be deleted, in milliseconds since 1970; 0 for never
 */
public record KeyState(String key, long createRevision, long modRevision, long version, long expiresAt) {}
