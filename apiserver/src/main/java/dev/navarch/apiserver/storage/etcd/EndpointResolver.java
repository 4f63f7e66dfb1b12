package dev.navarch.apiserver.storage.etcd;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gives gRPC the endpoints of etcd, each under its own name for TLS. Names are looked up anew when connections break. */
final class EndpointResolver extends NameResolver {

    static final String TARGET = "etcd:///members";

    /** Makes the one resolver of a channel. */
    static final class Provider extends NameResolverProvider {

        private final List<URI> endpoints;

        Provider(List<URI> endpoints) {
            this.endpoints = endpoints;
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }

        @Override
        public String getDefaultScheme() {
            return "etcd";
        }

        @Override
        public NameResolver newNameResolver(URI target, Args args) {
            return new EndpointResolver(endpoints, args.getOffloadExecutor());
        }
    }

    private final List<URI> endpoints;
    private final @Nullable Executor executor;
    private volatile @Nullable Listener2 listener;

    private EndpointResolver(List<URI> endpoints, @Nullable Executor executor) {
        this.endpoints = endpoints;
        this.executor = executor;
    }

    @Override
    public String getServiceAuthority() {
        return endpoints.getFirst().getRawAuthority();
    }

    @Override
    public void start(Listener2 newListener) {
        listener = newListener;
        refresh();
    }

    @Override
    public void refresh() {
        if (executor == null) {
            resolve();
        } else {
            executor.execute(this::resolve);
        }
    }

    private void resolve() {
        Listener2 told = listener;
        if (told == null) {
            return;
        }
        var groups = new ArrayList<EquivalentAddressGroup>();
        String unknown = "";
        for (URI endpoint : endpoints) {
            try {
                groups.add(group(endpoint));
            } catch (UnknownHostException e) {
                unknown = "no such host " + endpoint.getHost();
            }
        }
        told.onResult(ResolutionResult.newBuilder()
                .setAddressesOrError(
                        groups.isEmpty()
                                ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(unknown))
                                : StatusOr.fromValue(groups))
                .build());
    }

    private static EquivalentAddressGroup group(URI endpoint) throws UnknownHostException {
        int port = endpoint.getPort() < 0 ? ("https".equals(endpoint.getScheme()) ? 443 : 80) : endpoint.getPort();
        var addresses = new ArrayList<SocketAddress>();
        for (InetAddress address : InetAddress.getAllByName(endpoint.getHost())) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return new EquivalentAddressGroup(
                addresses,
                Attributes.newBuilder()
                        .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, endpoint.getRawAuthority())
                        .build());
    }

    @Override
    public void shutdown() {
        listener = null;
    }
}
