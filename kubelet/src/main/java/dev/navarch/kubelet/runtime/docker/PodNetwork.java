package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge that a node's pods live on. Its names follow from the subnet, so that clusters with different subnets never
 * meet. A pod may reach itself through its Service (hairpin), and forwarded traffic of pods passes Docker's firewall.
 */
final class PodNetwork {
    private static final Logger log = LoggerFactory.getLogger(PodNetwork.class);

    private final DockerClient docker;
    private final String subnet;
    private final String name;
    private final String bridge;
    private final ReentrantLock lock = new ReentrantLock();

    PodNetwork(DockerClient docker, String subnet) {
        this.docker = docker;
        this.subnet = subnet;
        this.name = "navarch-" + subnet.replace('/', '-');
        this.bridge = bridgeName(subnet);
    }

    String name() {
        return name;
    }

    void ensure() throws IOException {
        lock.lock();
        try {
            if (!exists()) {
                create();
                acceptForwardedTraffic();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Docker's firewall rules do not outlive its own start; ours are put back with each connection to it. */
    void reconcile() throws IOException {
        lock.lock();
        try {
            if (exists()) {
                acceptForwardedTraffic();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A frame may leave through the port that it came in by: a pod that calls its own Service. */
    void allowHairpin() {
        Path ports = Path.of("/sys/class/net", bridge, "brif");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ports)) {
            for (Path port : entries) {
                Path mode = port.resolve("hairpin_mode");
                if (!Files.readString(mode).startsWith("1")) {
                    Files.writeString(mode, "1");
                }
            }
        } catch (NoSuchFileException e) {
            log.atDebug().addKeyValue("bridge", bridge).log("a port of the bridge is gone");
        } catch (IOException e) {
            log.atWarn().addKeyValue("bridge", bridge).setCause(e).log("pods cannot reach themselves by Service");
        }
    }

    private boolean exists() {
        return docker.listNetworksCmd().withNameFilter("^" + name + "$").exec().stream()
                .anyMatch(n -> n.getName().equals(name));
    }

    private void create() {
        Network.Ipam ipam = new Network.Ipam().withConfig(List.of(new Network.Ipam.Config().withSubnet(subnet)));
        try {
            docker.createNetworkCmd()
                    .withName(name)
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withIpam(ipam)
                    .withOptions(Map.of(
                            "com.docker.network.bridge.name", bridge,
                            "com.docker.network.bridge.enable_icc", "true",
                            "com.docker.network.bridge.enable_ip_masquerade", "true"))
                    .exec();
        } catch (DockerException e) {
            if (!exists()) {
                throw e;
            }
        }
    }

    /** Docker drops what it did not publish itself; pods are reached from outside by NodePort and from other nodes. */
    private void acceptForwardedTraffic() throws IOException {
        for (String direction : List.of("-s", "-d")) {
            List<String> rule = List.of("DOCKER-USER", direction, subnet, "-j", "ACCEPT");
            if (iptables("-C", rule) != 0 && iptables("-I", rule) != 0) {
                log.atWarn().addKeyValue("subnet", subnet).log("iptables refused: NodePorts may not reach pods");
                return;
            }
        }
    }

    private static int iptables(String operation, List<String> rule) throws IOException {
        ProcessBuilder command = new ProcessBuilder("iptables", "-w", "5", operation);
        command.command().addAll(rule);
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = command.start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return -1;
        }
    }

    private static String bridgeName(String subnet) {
        try {
            byte[] address = InetAddress.ofLiteral(subnet.substring(0, subnet.indexOf('/')))
                    .getAddress();
            return "nav-" + HexFormat.of().formatHex(address, Math.max(0, address.length - 4), address.length);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a subnet: " + subnet, e);
        }
    }
}
