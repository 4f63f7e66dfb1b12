package dev.navarch.apiserver.storage.etcd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.navarch.apiserver.pki.CertificateAuthority;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageContract;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageWatch;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdStorageIT extends StorageContract {

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static EtcdServer server;
    private String prefix;

    @BeforeAll
    static void startServer() throws Exception {
        server = EtcdServer.start(directory);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Storage open() {
        prefix = "/cluster-" + PREFIXES.incrementAndGet();
        return EtcdStorage.open(EtcdOptions.of(server.endpoint()).withPrefix(prefix));
    }

    @Test
    void keys_are_below_the_prefix_as_upstream_lays_them_out() throws Exception {
        create("/registry/pods/a/b", "x");
        RangeResponse found = raw(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(prefix + "/pods/a/b")));
        assertEquals("x", found.getKvs(0).getValue().toStringUtf8());
    }

    private static RangeResponse raw(RangeRequest.Builder request) {
        try (EtcdChannel channel = new EtcdChannel(EtcdOptions.of(server.endpoint()))) {
            return channel.kv(Duration.ofSeconds(5)).range(request.build());
        }
    }

    @Test
    void keys_with_similar_times_to_live_share_a_lease() throws Exception {
        for (int i = 0; i < 10; i++) {
            storage.create("/registry/events/a/" + i, bytes("x"), Duration.ofHours(1));
        }
        RangeResponse found = raw(RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(prefix + "/events/"))
                .setRangeEnd(ByteString.copyFromUtf8(prefix + "/events0")));
        assertEquals(
                1,
                found.getKvsList().stream()
                        .mapToLong(io.etcd.jetcd.api.KeyValue::getLease)
                        .distinct()
                        .count());
    }

    @Test
    void other_end_that_is_not_there_is_one_clear_line() {
        URI nobody = URI.create("http://127.0.0.1:1");
        StorageUnavailable refused = assertThrows(
                StorageUnavailable.class,
                () -> EtcdStorage.openAnswering(EtcdOptions.of(nobody), Duration.ofMillis(100)));
        assertEquals("etcd at http://127.0.0.1:1 cannot be reached: connection refused", refused.getMessage());
    }

    @Test
    void name_that_nobody_knows_is_one_clear_line() {
        URI nobody = URI.create("http://etcd.invalid:1");
        StorageUnavailable refused = assertThrows(
                StorageUnavailable.class,
                () -> EtcdStorage.openAnswering(EtcdOptions.of(nobody), Duration.ofMillis(100)));
        assertTrue(refused.getMessage().contains("etcd.invalid"), refused.getMessage());
    }

    @Test
    void etcd_that_comes_up_late_is_found() throws Exception {
        server.kill();
        EtcdOptions options = EtcdOptions.of(server.endpoint()).withPrefix(prefix);
        try (Storage late = EtcdStorage.open(options)) {
            var answer = CompletableFuture.supplyAsync(() -> late.get("/registry/pods/a/b"));
            Thread.sleep(3000);
            server.start();
            assertEquals(Optional.empty(), answer.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void certificates_are_shown_and_asked_for() throws Exception {
        Path pki = Files.createDirectories(directory.resolve("tls-" + PREFIXES.incrementAndGet()));
        CertificateAuthority authority = CertificateAuthority.create("etcd");
        Files.writeString(pki.resolve("ca.crt"), authority.certificatePem());
        authority
                .issueServing("etcd", List.of("127.0.0.1"))
                .write(pki.resolve("server.crt"), pki.resolve("server.key"));
        authority.issueClient("apiserver", List.of()).write(pki.resolve("client.crt"), pki.resolve("client.key"));
        try (EtcdServer secure = EtcdServer.startWithTls(
                pki, pki.resolve("ca.crt"), pki.resolve("server.crt"), pki.resolve("server.key"))) {
            EtcdOptions options = EtcdOptions.of(secure.endpoint());
            var full = new EtcdOptions.Tls(
                    Optional.of(pki.resolve("ca.crt")),
                    Optional.of(pki.resolve("client.crt")),
                    Optional.of(pki.resolve("client.key")));
            try (Storage known = EtcdStorage.openAnswering(options.withTls(full), Duration.ofSeconds(10))) {
                assertEquals(
                        1,
                        known.create("/registry/pods/a/b", bytes("x"), Duration.ZERO)
                                .version());
            }
            var anonymous = new EtcdOptions.Tls(full.authority(), Optional.empty(), Optional.empty());
            assertThrows(
                    StorageUnavailable.class,
                    () -> EtcdStorage.openAnswering(options.withTls(anonymous), Duration.ofMillis(100)));
            assertThrows(StorageUnavailable.class, () -> EtcdStorage.openAnswering(options, Duration.ofMillis(100)));
        }
    }

    @Test
    void one_of_several_endpoints_is_enough() {
        URI nobody = URI.create("http://127.0.0.1:1");
        EtcdOptions options = EtcdOptions.of(nobody, server.endpoint());
        try (Storage either = EtcdStorage.open(options)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(Optional.empty(), either.get("/registry/nothing"));
            }
        }
    }

    @Test
    void stopped_etcd_is_a_timeout() throws Exception {
        EtcdOptions options = EtcdOptions.of(server.endpoint()).withRequestTimeout(Duration.ofSeconds(1));
        try (Storage impatient = EtcdStorage.open(options)) {
            impatient.get("/registry/pods/a/b");
            server.signal("STOP");
            try {
                StorageUnavailable refused =
                        assertThrows(StorageUnavailable.class, () -> impatient.get("/registry/pods/a/b"));
                assertTrue(refused.isTimeout(), refused.getMessage());
            } finally {
                server.signal("CONT");
            }
            impatient.get("/registry/pods/a/b");
        }
    }

    @Test
    void restart_of_etcd_ends_watches_and_loses_nothing() throws Exception {
        KeyValue before = create("/registry/pods/a/a", "1");
        StorageWatch watch = storage.watch("/registry/pods/", before.modRevision());
        assertEquals(0, watch.poll(Duration.ofMillis(100)).size());
        server.kill();
        assertThrows(StorageUnavailable.class, () -> {
            while (true) {
                watch.poll(Duration.ofSeconds(10));
            }
        });
        assertThrows(StorageUnavailable.class, storage::checkHealth);
        Thread.sleep(5000);
        server.start();
        assertTrue(storage.get(before.key()).isPresent());
        KeyValue after = set(before, "2");
        try (StorageWatch resumed = storage.watch("/registry/pods/", before.modRevision())) {
            assertEquals(after.modRevision(), take(resumed, 1).getFirst().revision());
        }
    }

    @Test
    void compaction_runs_at_its_interval_and_servers_agree_on_it() {
        EtcdOptions options = EtcdOptions.of(server.endpoint()).withCompactionInterval(Duration.ofMillis(300));
        try (Storage one = EtcdStorage.open(options);
                Storage other = EtcdStorage.open(options)) {
            long revision = create("/registry/pods/a/a", "1").modRevision();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> one.compactedRevision() >= revision - 1 && other.compactedRevision() >= revision - 1);
        }
    }

    @Test
    void versions_whose_progress_can_be_believed_are_told_apart() {
        for (String good : new String[] {"3.4.31", "3.5.13", "3.6.0", "3.6.0-rc.1", "4.0.0"}) {
            assertTrue(ProgressSupport.isReliable(good), good);
        }
        for (String bad : new String[] {"3.4.23", "3.4.30", "3.5.12", "3.3.99", "", "x"}) {
            assertTrue(!ProgressSupport.isReliable(bad), bad);
        }
    }

    @Test
    void missing_files_for_tls_are_one_clear_line() {
        var tls = new EtcdOptions.Tls(Optional.of(directory.resolve("none.crt")), Optional.empty(), Optional.empty());
        EtcdOptions options = EtcdOptions.of(URI.create("https://127.0.0.1:1")).withTls(tls);
        StorageUnavailable refused = assertThrows(StorageUnavailable.class, () -> EtcdStorage.open(options));
        assertTrue(refused.getMessage().contains("files for TLS"), refused.getMessage());
        assertTrue(Files.notExists(directory.resolve("none.crt")));
    }
}
