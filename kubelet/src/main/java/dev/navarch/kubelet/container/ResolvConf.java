package dev.navarch.kubelet.container;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A pod's /etc/resolv.conf by its DNS policy and DNS config. */
public final class ResolvConf {
    private final List<String> clusterDns;
    private final String clusterDomain;
    private final Path hostFile;

    /**
     * For all pods of a node.
     *
     * @param hostFile the node's own resolv.conf
     */
    public ResolvConf(List<String> clusterDns, String clusterDomain, Path hostFile) {
        this.clusterDns = List.copyOf(clusterDns);
        this.clusterDomain = clusterDomain;
        this.hostFile = hostFile;
    }

    private record Content(List<String> servers, List<String> searches, List<String> options) {}

    public String of(Pod pod) throws IOException {
        String policy = pod.getSpec().getDnsPolicy() == null
                ? "ClusterFirst"
                : pod.getSpec().getDnsPolicy();
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        Content content = switch (policy) {
            case "None" -> new Content(List.of(), List.of(), List.of());
            case "Default" -> host();
            case "ClusterFirstWithHostNet" -> cluster(pod);
            default -> hostNetwork || clusterDns.isEmpty() ? host() : cluster(pod);
        };
        return render(withConfig(content, pod.getSpec().getDnsConfig()));
    }

    private Content cluster(Pod pod) throws IOException {
        if (clusterDns.isEmpty()) {
            return host();
        }
        List<String> searches = new ArrayList<>();
        if (!clusterDomain.isEmpty()) {
            searches.add(pod.getMetadata().getNamespace() + ".svc." + clusterDomain);
            searches.add("svc." + clusterDomain);
            searches.add(clusterDomain);
        }
        searches.addAll(host().searches);
        return new Content(clusterDns, searches, List.of("ndots:5"));
    }

    private Content host() throws IOException {
        List<String> servers = new ArrayList<>();
        List<String> searches = new ArrayList<>();
        List<String> options = new ArrayList<>();
        if (Files.exists(hostFile)) {
            for (String line : Files.readAllLines(hostFile)) {
                List<String> words = List.of(line.strip().split("\\s+"));
                switch (words.getFirst()) {
                    case "nameserver" -> servers.addAll(words.subList(1, Math.min(2, words.size())));
                    case "search" -> {
                        searches.clear();
                        words.subList(1, words.size()).stream()
                                .filter(s -> !s.equals("."))
                                .forEach(searches::add);
                    }
                    case "options" -> {
                        options.clear();
                        options.addAll(words.subList(1, words.size()));
                    }
                    default -> {}
                }
            }
        }
        return new Content(servers, searches, options);
    }

    private static Content withConfig(Content content, @org.jspecify.annotations.Nullable PodDNSConfig config) {
        if (config == null) {
            return content;
        }
        LinkedHashSet<String> servers = new LinkedHashSet<>(content.servers);
        servers.addAll(config.getNameservers());
        LinkedHashSet<String> searches = new LinkedHashSet<>(content.searches);
        searches.addAll(config.getSearches());
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : content.options) {
            int colon = option.indexOf(':');
            options.put(colon < 0 ? option : option.substring(0, colon), colon < 0 ? "" : option.substring(colon));
        }
        for (PodDNSConfigOption option : config.getOptions()) {
            String value = option.getValue();
            options.put(option.getName(), value == null || value.isEmpty() ? "" : ":" + value);
        }
        return new Content(
                List.copyOf(servers),
                List.copyOf(searches),
                options.entrySet().stream().map(o -> o.getKey() + o.getValue()).toList());
    }

    private static String render(Content content) {
        StringBuilder out = new StringBuilder();
        content.servers.stream()
                .limit(3)
                .forEach(s -> out.append("nameserver ").append(s).append('\n'));
        if (!content.searches.isEmpty()) {
            out.append("search ").append(String.join(" ", content.searches)).append('\n');
        }
        if (!content.options.isEmpty()) {
            out.append("options ").append(String.join(" ", content.options)).append('\n');
        }
        return out.toString();
    }
}
