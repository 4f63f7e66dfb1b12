package dev.navarch.kubelet.probe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;

/** Does one probing. */
@FunctionalInterface
interface Prober {
    ProbeResult probe(Probe probe, Container container, String containerId, String podIp) throws InterruptedException;
}
