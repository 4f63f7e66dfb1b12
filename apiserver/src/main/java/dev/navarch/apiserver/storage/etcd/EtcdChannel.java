package dev.navarch.apiserver.storage.etcd;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections to the members of etcd, used in turn; dead ones are noticed within 40 s. gRPC waits longer and longer
 * before it connects again, up to two minutes; here a request that finds no connection makes it try at once, at most
 * every half second.
 */
final class EtcdChannel implements AutoCloseable {

    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
    private static final Duration RECONNECT_INTERVAL = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ManagedChannel channel;
    private final ExecutorService callbacks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("etcd-", 0).factory());
    private final AtomicLong reconnectedAt = new AtomicLong(System.nanoTime());

    @SuppressWarnings("deprecation") // what is to replace the factory of a channel is one registry for the whole JVM
    EtcdChannel(EtcdOptions options) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(EndpointResolver.TARGET)
                .nameResolverFactory(new EndpointResolver.Provider(options.endpoints()))
                .defaultLoadBalancingPolicy("round_robin")
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .withOption(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .disableRetry()
                .executor(callbacks);
        if (options.secure()) {
            builder.sslContext(sslContext(options));
        } else {
            builder.negotiationType(NegotiationType.PLAINTEXT);
        }
        this.channel = builder.build();
    }

    /** Requests wait for a connection, and are given up when the time is over. */
    KVGrpc.KVBlockingStub kv(Duration timeout) {
        return KVGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Requests fail at once, with the reason, when there is no connection. */
    KVGrpc.KVBlockingStub impatientKv(Duration timeout) {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    LeaseGrpc.LeaseBlockingStub lease(Duration timeout) {
        return LeaseGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches fail when the member that serves them has lost its cluster. */
    WatchGrpc.WatchStub watch() {
        var headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        return WatchGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    ManagedChannel grpc() {
        return channel;
    }

    /** Called around requests: connects again soon where gRPC would wait. */
    void keepConnecting() {
        ConnectivityState state = channel.getState(true);
        if (state != ConnectivityState.TRANSIENT_FAILURE && state != ConnectivityState.CONNECTING) {
            return;
        }
        long last = reconnectedAt.get();
        long now = System.nanoTime();
        if (now - last >= RECONNECT_INTERVAL.toNanos() && reconnectedAt.compareAndSet(last, now)) {
            channel.resetConnectBackoff();
        }
    }

    private static SslContext sslContext(EtcdOptions options) {
        try {
            SslContextBuilder context = SslContextBuilder.forClient()
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            "h2"));
            if (options.tls().isPresent()) {
                EtcdTls.configure(context, options.tls().get());
            }
            return context.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageUnavailable("the files for TLS to etcd cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            var _ = channel.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callbacks.shutdown();
    }
}
