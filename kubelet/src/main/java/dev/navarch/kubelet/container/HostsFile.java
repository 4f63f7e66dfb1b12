package dev.navarch.kubelet.container;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pod's /etc/hosts, and the names that it goes by. */
public final class HostsFile {
    private static final String HEADER = "# Kubernetes-managed hosts file";

    private HostsFile() {}

    public static String of(Pod pod, List<String> ips, String hostname, String domain) throws IOException {
        StringBuilder out = new StringBuilder();
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            out.append(HEADER).append(" (host network).\n");
            out.append(Files.readString(Path.of("/etc/hosts")));
        } else {
            out.append(HEADER).append(".\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
            out.append(
                    "fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
            for (String ip : ips) {
                out.append(ip).append('\t');
                if (!domain.isEmpty()) {
                    out.append(hostname).append('.').append(domain).append('\t');
                }
                out.append(hostname).append('\n');
            }
        }
        List<HostAlias> aliases = pod.getSpec().getHostAliases();
        if (!aliases.isEmpty()) {
            out.append("\n# Entries added by HostAliases.\n");
            aliases.forEach(a -> out.append(a.getIp())
                    .append('\t')
                    .append(String.join("\t", a.getHostnames()))
                    .append('\n'));
        }
        return out.toString();
    }

    /** The short host name: at most 63 characters, as the kernel's users expect. */
    public static String hostname(Pod pod) {
        String override = pod.getSpec().getHostnameOverride();
        if (override != null && !override.isEmpty()) {
            return override;
        }
        String name = pod.getSpec().getHostname() != null
                        && !pod.getSpec().getHostname().isEmpty()
                ? pod.getSpec().getHostname()
                : pod.getMetadata().getName();
        String cut = name.length() > 63 ? name.substring(0, 63) : name;
        return cut.replaceAll("[-.]+$", "");
    }

    /** Empty without a subdomain. */
    public static String domain(Pod pod, String clusterDomain) {
        String subdomain = pod.getSpec().getSubdomain();
        return subdomain == null || subdomain.isEmpty()
                ? ""
                : subdomain + "." + pod.getMetadata().getNamespace() + ".svc." + clusterDomain;
    }
}
