package dev.navarch.kubelet.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a pod may learn of itself through fieldRef and resourceFieldRef. */
public final class DownwardApi {
    private final Map<String, Quantity> allocatable;
    private final String nodeName;

    /**
     * Answers for pods of one node.
     *
     * @param allocatable of the node, the limit of containers without one
     */
    public DownwardApi(Map<String, Quantity> allocatable, String nodeName) {
        this.allocatable = Map.copyOf(allocatable);
        this.nodeName = nodeName;
    }

    /**
     * The value of a fieldRef.
     *
     * @throws IllegalArgumentException for a path that is not offered
     */
    public String field(Pod pod, String path, List<String> podIps, List<String> hostIps) {
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels" -> lines(pod.getMetadata().getLabels());
            case "metadata.annotations" -> lines(pod.getMetadata().getAnnotations());
            case "spec.nodeName" ->
                pod.getSpec().getNodeName() == null ? nodeName : pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> orEmpty(pod.getSpec().getServiceAccountName());
            case "status.hostIP" -> hostIps.isEmpty() ? "" : hostIps.getFirst();
            case "status.hostIPs" -> String.join(",", hostIps);
            case "status.podIP" -> podIps.isEmpty() ? "" : podIps.getFirst();
            case "status.podIPs" -> String.join(",", podIps);
            default -> subscript(pod, path);
        };
    }

    private static String subscript(Pod pod, String path) {
        int open = path.indexOf("['");
        if (open > 0 && path.endsWith("']")) {
            String key = path.substring(open + 2, path.length() - 2);
            Map<String, String> map = switch (path.substring(0, open)) {
                case "metadata.labels" -> pod.getMetadata().getLabels();
                case "metadata.annotations" -> pod.getMetadata().getAnnotations();
                default -> null;
            };
            return map == null ? "" : orEmpty(map.get(key));
        }
        throw new IllegalArgumentException("unsupported fieldPath: " + path);
    }

    private static String lines(@Nullable Map<String, String> map) {
        return map == null
                ? ""
                : new TreeMap<>(map)
                        .entrySet().stream()
                                .map(e -> e.getKey() + "=" + quote(e.getValue()))
                                .collect(Collectors.joining("\n"));
    }

    /** As Go's %q. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * The value of a resourceFieldRef.
     *
     * @throws IllegalArgumentException for a resource that is not offered
     */
    public String resource(Container container, ResourceFieldSelector selector) {
        int dot = selector.getResource().indexOf('.');
        String kind = selector.getResource().substring(0, Math.max(0, dot));
        String name = selector.getResource().substring(dot + 1);
        boolean limit = kind.equals("limits");
        if (!limit && !kind.equals("requests")) {
            throw new IllegalArgumentException("unsupported container resource : " + selector.getResource());
        }
        BigDecimal amount = amount(container, limit, name);
        BigDecimal divisor = selector.getDivisor() == null
                ? BigDecimal.ONE
                : selector.getDivisor().getNumericalAmount();
        if (divisor.signum() == 0) {
            divisor = BigDecimal.ONE;
        }
        return amount.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    private BigDecimal amount(Container container, boolean limit, String name) {
        Map<String, Quantity> amounts = container.getResources() == null
                ? null
                : limit
                        ? container.getResources().getLimits()
                        : container.getResources().getRequests();
        Quantity quantity = amounts == null ? null : amounts.get(name);
        if (quantity == null && limit) {
            quantity = allocatable.get(name);
        }
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }
}
