package dev.navarch.proxy.dns;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.Inet4Address;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the Service {@code kube-system/kube-dns} and the EndpointSlice that leads it to this server, and makes them again
 * when somebody deletes them. Applies what it wants (server-side), so that it can be run any number of times.
 */
final class KubeDnsService implements AutoCloseable {

    static final String NAMESPACE = "kube-system";
    static final String NAME = "kube-dns";

    private static final Logger log = LoggerFactory.getLogger(KubeDnsService.class);

    private static final String FIELD_MANAGER = "navarch-dns";
    private static final int PORT = 53;
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long MAX_RETRY_MILLIS = 30_000;

    private final KubernetesClient client;
    private final ClusterDnsOptions.DnsService options;
    private final int port;
    private final Semaphore wanted = new Semaphore(1);
    private final Thread worker;

    /**
     * Prepares the objects.
     *
     * @param port where this server listens
     */
    KubeDnsService(KubernetesClient client, ClusterDnsOptions.DnsService options, int port) {
        this.client = client;
        this.options = options;
        this.port = port;
        this.worker = Thread.ofVirtual().name("kube-dns-service").unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    /** The objects are to be looked after again. */
    void renew() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    private void run() {
        try {
            while (true) {
                wanted.acquire();
                applyUntilDone();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void applyUntilDone() throws InterruptedException {
        long pause = FIRST_RETRY_MILLIS;
        boolean told = false;
        while (true) {
            try {
                apply(service());
                apply(endpointSlice());
                return;
            } catch (KubernetesClientException e) {
                if (!told && e.getCode() != 0) {
                    told = true;
                    log.atWarn()
                            .addKeyValue("error", e.getMessage())
                            .log("The Service kube-dns cannot be made; retrying");
                }
            }
            Thread.sleep(pause);
            pause = Math.min(MAX_RETRY_MILLIS, pause * 2);
        }
    }

    private void apply(HasMetadata object) {
        client.resource(object).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
    }

    private Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .addToLabels("k8s-app", "kube-dns")
                .addToLabels("kubernetes.io/cluster-service", "true")
                .addToLabels("kubernetes.io/name", "CoreDNS")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(options.clusterIp())
                .addNewPort()
                .withName("dns")
                .withProtocol("UDP")
                .withPort(PORT)
                .withTargetPort(new IntOrString(port))
                .endPort()
                .addNewPort()
                .withName("dns-tcp")
                .withProtocol("TCP")
                .withPort(PORT)
                .withTargetPort(new IntOrString(port))
                .endPort()
                .endSpec()
                .build();
    }

    private EndpointSlice endpointSlice() {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(NAME + "-" + options.nodeName())
                .withNamespace(NAMESPACE)
                .addToLabels("k8s-app", "kube-dns")
                .addToLabels("kubernetes.io/service-name", NAME)
                .addToLabels("endpointslice.kubernetes.io/managed-by", "dns.navarch.dev")
                .endMetadata()
                .withAddressType(options.endpoint() instanceof Inet4Address ? "IPv4" : "IPv6")
                .addNewEndpoint()
                .withAddresses(options.endpoint().getHostAddress())
                .withNodeName(options.nodeName())
                .withNewConditions()
                .withReady(true)
                .withServing(true)
                .withTerminating(false)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("dns")
                .withProtocol("UDP")
                .withPort(port)
                .endPort()
                .addNewPort()
                .withName("dns-tcp")
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .build();
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
