package dev.navarch.apiserver.cache;

/** Makes an object of what is stored. Throws anything unchecked for values that are none; safe for use by many threads. */
@FunctionalInterface
public interface ObjectDecoder {

    CachedObject decode(String key, byte[] stored, long modRevision);
}
