package dev.navarch.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;

/** Keys as the rest of the server has them, {@code /registry/…}, and as they are in etcd, below the prefix chosen. */
record KeySpace(String prefix) {

    private static final String ROOT = "/registry";

    /** Also of a part of a key that is a prefix of others. */
    ByteString toEtcd(String key) {
        if (!key.startsWith(ROOT + "/")) {
            throw new IllegalArgumentException("keys begin with /registry/: " + key);
        }
        return ByteString.copyFromUtf8(prefix + key.substring(ROOT.length()));
    }

    /** Where the keys end that begin with this one. */
    ByteString endOf(String keyPrefix) {
        return ByteString.copyFromUtf8(Keys.afterAll(prefix + keyPrefix.substring(ROOT.length())));
    }

    String fromEtcd(ByteString key) {
        return ROOT + key.toStringUtf8().substring(prefix.length());
    }

    KeyValue fromEtcd(io.etcd.jetcd.api.KeyValue found) {
        return new KeyValue(
                fromEtcd(found.getKey()),
                found.getValue().toByteArray(),
                found.getCreateRevision(),
                found.getModRevision(),
                found.getVersion());
    }
}
