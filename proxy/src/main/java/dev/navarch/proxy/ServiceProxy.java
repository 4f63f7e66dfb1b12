package dev.navarch.proxy;

import dev.navarch.proxy.health.HealthServers;
import dev.navarch.proxy.nftables.NftablesProxy;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.userspace.UserspaceProxy;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of a node: one thread that waits for changes of Services and EndpointSlices and puts each new map in place.
 * Changes that come close together are taken together. Closing stops the thread; rules in the kernel stay, so that a
 * restart is not noticed.
 */
public final class ServiceProxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceProxy.class);
    private static final long GATHER_MILLIS = 20;
    private static final long LONGEST_BACKOFF_MILLIS = 30_000;
    private static final Duration STOP = Duration.ofSeconds(5);

    private final ServiceProxyOptions options;
    private final KubernetesClient client;
    private final PacketRules rules;
    private final HealthServers health;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private final Thread loop;

    /** Guards {@link #dirty} and {@link #stopped}. */
    private final Object lock = new Object();

    private boolean dirty = true;
    private boolean stopped;

    private ServiceProxy(ServiceProxyOptions options, PacketRules rules) {
        this.options = options;
        this.rules = rules;
        this.client = new KubernetesClientBuilder().withConfig(options.client()).build();
        this.health = new HealthServers(options.healthzPort());
        this.services = client.services()
                .inAnyNamespace()
                .withLabelSelector("!service.kubernetes.io/headless,!service.kubernetes.io/service-proxy-name")
                .runnableInformer(0);
        this.slices = client.discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .withLabelSelector("!service.kubernetes.io/headless,!service.kubernetes.io/service-proxy-name")
                .runnableInformer(0);
        services.exceptionHandler((isStarted, failure) -> true);
        slices.exceptionHandler((isStarted, failure) -> true);
        services.addEventHandler(onChange());
        slices.addEventHandler(onChange());
        this.loop = Thread.ofPlatform().name("service-proxy").daemon().unstarted(this::run);
    }

    /**
     * Starts the proxy; returns once its loop runs.
     *
     * @throws IllegalStateException when the mode that is asked for cannot be used here
     */
    public static ServiceProxy start(ServiceProxyOptions options) {
        ServiceProxy proxy = new ServiceProxy(options, rules(options));
        proxy.services.start();
        proxy.slices.start();
        proxy.loop.start();
        return proxy;
    }

    /** Removes the rules that a proxy with that table left in the kernel. */
    public static void cleanUp(String table) throws IOException {
        NftablesProxy.remove(table);
    }

    private static PacketRules rules(ServiceProxyOptions options) {
        if (options.mode() != ServiceProxyOptions.Mode.USERSPACE) {
            Optional<NftablesProxy> nftables = NftablesProxy.open(options.table(), options.clusterCidrs());
            if (nftables.isPresent()) {
                return nftables.get()::apply;
            }
            if (options.mode() == ServiceProxyOptions.Mode.NFTABLES) {
                throw new IllegalStateException("nftables cannot be used here: the program nft and root are needed");
            }
            log.warn("nftables cannot be used here: only node ports are served, cluster IPs are not");
        }
        UserspaceProxy userspace = new UserspaceProxy();
        return new PacketRules() {
            @Override
            public void apply(ServiceMap map) throws IOException {
                userspace.apply(map);
            }

            @Override
            public void close() {
                userspace.close();
            }
        };
    }

    private <T> ResourceEventHandler<T> onChange() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed();
            }

            @Override
            public void onDelete(T deleted, boolean isFinalStateUnknown) {
                changed();
            }
        };
    }

    private void changed() {
        synchronized (lock) {
            dirty = true;
            lock.notifyAll();
        }
    }

    private void run() {
        long backoff = 0;
        try {
            while (awaitChange(backoff)) {
                backoff = sync() ? 0 : Math.min(LONGEST_BACKOFF_MILLIS, Math.max(500, backoff * 2));
                if (backoff > 0) {
                    changed();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a change, then a moment for more of them; false when the proxy is to stop. */
    private boolean awaitChange(long backoffMillis) throws InterruptedException {
        synchronized (lock) {
            long end = System.nanoTime() + backoffMillis * 1_000_000;
            for (long left = backoffMillis; left > 0 && !stopped; left = (end - System.nanoTime()) / 1_000_000) {
                lock.wait(left);
            }
            while (!dirty && !stopped) {
                lock.wait();
            }
        }
        Thread.sleep(GATHER_MILLIS);
        synchronized (lock) {
            dirty = false;
            return !stopped;
        }
    }

    private boolean sync() {
        if (!services.hasSynced() || !slices.hasSynced()) {
            return false;
        }
        try {
            ServiceMap map =
                    ServiceMap.of(services.getStore().list(), slices.getStore().list(), options.nodeName());
            rules.apply(map);
            health.apply(map);
            return true;
        } catch (IOException e) {
            log.warn("the rules could not be put in place: {}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            log.error("the rules could not be worked out", e);
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            stopped = true;
            lock.notifyAll();
        }
        try {
            loop.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.stop();
        slices.stop();
        health.close();
        rules.close();
        client.close();
    }
}
