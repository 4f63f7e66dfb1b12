package dev.navarch.apiserver.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The Lease in kube-system by which the API servers of a cluster know of each other (KEP-1965). */
final class ServerLease {

    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final GroupResource RESOURCE = LEASES.groupResource();
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int DURATION_SECONDS = 3600;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int NAME_LENGTH = 26;

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ClusterIdentity identity;
    private final String name;
    private final String holder;

    ServerLease(ObjectReader reader, ObjectWriter writer, ClusterIdentity identity) {
        this.reader = reader;
        this.writer = writer;
        this.identity = identity;
        this.name = "apiserver-" + hash(identity.hostName());
        this.holder = name + "_" + UUID.randomUUID();
    }

    void renew() {
        if (reader.get(RESOURCE, "kube-system", name).isEmpty()) {
            writer.create(LEASES, lease());
            return;
        }
        writer.update(LEASES, "kube-system", name, lease -> {
            ObjectNode fresh = lease();
            lease.set("spec", fresh.get("spec"));
            ObjectNode metadata = lease.withObject("/metadata");
            metadata.withObject("/labels").setAll((ObjectNode) fresh.at("/metadata/labels"));
            metadata.withObject("/annotations").setAll((ObjectNode) fresh.at("/metadata/annotations"));
            return lease;
        });
    }

    private ObjectNode lease() {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1");
        lease.put("kind", "Lease");
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", name);
        metadata.put("namespace", "kube-system");
        ObjectNode labels = metadata.putObject("labels");
        labels.put("apiserver.kubernetes.io/identity", "kube-apiserver");
        labels.put("kubernetes.io/hostname", identity.hostName());
        metadata.putObject("annotations")
                .put("kubernetes.io/peer-advertise-address", identity.advertiseAddress() + ":" + identity.port());
        ObjectNode spec = lease.putObject("spec");
        spec.put("holderIdentity", holder);
        spec.put("leaseDurationSeconds", DURATION_SECONDS);
        spec.put("renewTime", MICRO_TIME.format(Instant.now()));
        return lease;
    }

    /** The first bits of the SHA-256 of the host's name, in lower-case base 32. */
    private static String hash(String hostName) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(hostName.getBytes(StandardCharsets.UTF_8));
            var out = new StringBuilder();
            int buffer = 0;
            int bits = 0;
            for (byte b : digest) {
                buffer = (buffer << 8) | (b & 0xff);
                bits += 8;
                while (bits >= 5 && out.length() < NAME_LENGTH) {
                    out.append(ALPHABET.charAt((buffer >> (bits - 5)) & 31));
                    bits -= 5;
                }
                buffer &= (1 << bits) - 1;
            }
            return out.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
