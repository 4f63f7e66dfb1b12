package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.pod.PodStatusGenerator.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks of the scheduler that a node repeats for pods that came by another way, with upstream's reasons. */
final class NodeAdmission implements PodAdmission {
    private static final Map<String, String> REASONS = Map.of(
            "cpu", "OutOfcpu",
            "memory", "OutOfmemory",
            "ephemeral-storage", "OutOfephemeral-storage",
            "pods", "OutOfpods");

    private final Supplier<Optional<Node>> node;
    private final Map<String, Quantity> allocatable;

    NodeAdmission(Supplier<Optional<Node>> node, Map<String, Quantity> allocatable) {
        this.node = node;
        this.allocatable = allocatable;
    }

    @Override
    public Optional<Verdict> refuse(Pod pod, Collection<Pod> others) {
        if (pod.getSpec().getOs() != null
                && !"linux".equals(pod.getSpec().getOs().getName())) {
            return Optional.of(
                    new Verdict("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"));
        }
        return resources(pod, others)
                .or(() -> node.get().flatMap(n -> affinity(pod, n)))
                .or(() -> ports(pod, others))
                .or(() -> node.get().flatMap(n -> taints(pod, n)));
    }

    private Optional<Verdict> resources(Pod pod, Collection<Pod> others) {
        BigDecimal capacity = amount(allocatable, "pods");
        if (capacity.signum() > 0 && BigDecimal.valueOf(others.size() + 1L).compareTo(capacity) > 0) {
            return Optional.of(insufficient("pods", BigDecimal.ONE, BigDecimal.valueOf(others.size()), capacity));
        }
        for (String name : List.of("cpu", "memory", "ephemeral-storage")) {
            BigDecimal wanted = request(pod, name);
            BigDecimal used = others.stream().map(p -> request(p, name)).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal there = amount(allocatable, name);
            if (wanted.signum() > 0 && wanted.add(used).compareTo(there) > 0) {
                return Optional.of(insufficient(name, wanted, used, there));
            }
        }
        return Optional.empty();
    }

    private static Verdict insufficient(String name, BigDecimal requested, BigDecimal used, BigDecimal capacity) {
        return new Verdict(
                REASONS.getOrDefault(name, "OutOf" + name),
                "Node didn't have enough resource: " + name + ", requested: " + units(name, requested) + ", used: "
                        + units(name, used) + ", capacity: " + units(name, capacity));
    }

    private static long units(String name, BigDecimal amount) {
        BigDecimal scaled = name.equals("cpu") ? amount.multiply(BigDecimal.valueOf(1000)) : amount;
        return scaled.setScale(0, RoundingMode.CEILING).longValue();
    }

    /** The larger of what runs together and what an init container needs, plus the pod's overhead. */
    static BigDecimal request(Pod pod, String name) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal init = BigDecimal.ZERO;
        for (Container container : pod.getSpec().getInitContainers()) {
            if (PodFacts.isSidecar(container)) {
                sum = sum.add(request(container.getResources(), name));
                init = init.max(sum);
            } else {
                init = init.max(sum.add(request(container.getResources(), name)));
            }
        }
        for (Container container : pod.getSpec().getContainers()) {
            sum = sum.add(request(container.getResources(), name));
        }
        BigDecimal own = request(pod.getSpec().getResources(), name);
        BigDecimal total = own.signum() > 0 ? own : sum.max(init);
        return total.add(amount(pod.getSpec().getOverhead(), name));
    }

    private static BigDecimal request(@Nullable ResourceRequirements resources, String name) {
        return resources == null ? BigDecimal.ZERO : amount(resources.getRequests(), name);
    }

    private static BigDecimal amount(@Nullable Map<String, Quantity> amounts, String name) {
        Quantity quantity = amounts == null ? null : amounts.get(name);
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }

    private static Optional<Verdict> affinity(Pod pod, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        boolean selected = selector == null || labels.entrySet().containsAll(selector.entrySet());
        boolean near = pod.getSpec().getAffinity() == null
                || pod.getSpec().getAffinity().getNodeAffinity() == null
                || pod.getSpec().getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()
                        == null
                || pod
                        .getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .stream()
                        .anyMatch(t -> matches(t, labels, node.getMetadata().getName()));
        return selected && near
                ? Optional.empty()
                : Optional.of(predicate("NodeAffinity", "node(s) didn't match Pod's node affinity/selector"));
    }

    private static Verdict predicate(String name, String why) {
        return new Verdict(name, "Predicate " + name + " failed: " + why);
    }

    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels, String name) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream().allMatch(r -> matches(r, labels))
                && term.getMatchFields().stream().allMatch(r -> matches(r, Map.of("metadata.name", name)));
    }

    private static boolean matches(NodeSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        List<String> values = requirement.getValues();
        return switch (requirement.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> number(value) > number(values.getFirst());
            case "Lt" -> value != null && number(value) < number(values.getFirst());
            default -> false;
        };
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? Long.MIN_VALUE : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MIN_VALUE;
        }
    }

    private static Optional<Verdict> ports(Pod pod, Collection<Pod> others) {
        Set<String> taken = others.stream().flatMap(NodeAdmission::hostPorts).collect(Collectors.toSet());
        return hostPorts(pod).anyMatch(taken::contains)
                ? Optional.of(predicate("NodePorts", "node(s) didn't have free ports for the requested pod ports"))
                : Optional.empty();
    }

    private static Stream<String> hostPorts(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(c -> c.getPorts().stream())
                .filter(p -> p.getHostPort() != null && p.getHostPort() > 0)
                .map(NodeAdmission::hostPort);
    }

    private static String hostPort(ContainerPort port) {
        String ip = port.getHostIP() == null || port.getHostIP().isEmpty() ? "0.0.0.0" : port.getHostIP();
        return ip + "/" + port.getProtocol() + "/" + port.getHostPort();
    }

    /** Static pods tolerate everything; a pod that came by the API must bear what would evict it at once. */
    private static Optional<Verdict> taints(Pod pod, Node node) {
        if (PodFacts.isStatic(pod) || node.getSpec() == null) {
            return Optional.empty();
        }
        List<Taint> unbearable = node.getSpec().getTaints().stream()
                .filter(t -> "NoExecute".equals(t.getEffect()))
                .filter(t -> pod.getSpec().getTolerations().stream().noneMatch(o -> tolerates(o, t)))
                .toList();
        return unbearable.isEmpty()
                ? Optional.empty()
                : Optional.of(predicate("TaintToleration", "node(s) had taints that the pod didn't tolerate"));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect = toleration.getEffect() == null
                || toleration.getEffect().isEmpty()
                || toleration.getEffect().equals(taint.getEffect());
        boolean key = toleration.getKey() == null
                || toleration.getKey().isEmpty()
                || toleration.getKey().equals(taint.getKey());
        String value = taint.getValue() == null ? "" : taint.getValue();
        String wanted = toleration.getValue() == null ? "" : toleration.getValue();
        return effect && key && ("Exists".equals(toleration.getOperator()) || wanted.equals(value));
    }
}
