package dev.navarch.apiserver.connect;

import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.pki.KeyAndCertificate;
import dev.navarch.apiserver.pki.Pem;
import dev.navarch.apiserver.registry.ConnectableResource;
import dev.navarch.apiserver.registry.ObjectReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All subresources that hand connections on. */
public final class Connections implements AutoCloseable {

    private final Relay relay;
    private final Map<String, ConnectableResource> resources;

    /**
     * @param clientCertificate what the server shows kubelets, with its key
     * @param kubeletAuthority who signs the certificates of kubelets; empty to trust any
     */
    public Connections(
            ObjectReader reader,
            Authorizer authorizer,
            Optional<Path> clientCertificate,
            Optional<Path> clientKey,
            Optional<Path> kubeletAuthority)
            throws IOException {
        Optional<KeyAndCertificate> client = BackendTls.read(clientCertificate, clientKey);
        List<X509Certificate> authorities =
                kubeletAuthority.isEmpty() ? List.of() : List.copyOf(Pem.readCertificates(kubeletAuthority.get()));
        this.relay = new Relay(BackendTls.kubelet(client, authorities));
        var nodes = new Nodes(reader);
        var pods = new Pods(reader);
        var connections = new PodConnections(pods, nodes, relay, authorizer);
        var proxies = new Proxies(reader, pods, nodes, relay);
        this.resources = Map.of(
                "pods/exec", connections::exec,
                "pods/attach", connections::attach,
                "pods/portforward", connections::portForward,
                "pods/log", connections::logs,
                "pods/proxy", proxies::pod,
                "services/proxy", proxies::service,
                "nodes/proxy", proxies::node);
    }

    /** By resource and subresource, as {@code pods/exec}. */
    public Map<String, ConnectableResource> resources() {
        return resources;
    }

    @Override
    public void close() {
        relay.close();
    }
}
