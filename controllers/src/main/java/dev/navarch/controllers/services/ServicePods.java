package dev.navarch.controllers.services;

import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pods behind Services. */
public final class ServicePods {

    private final SharedInformer<Service> services;
    private final SharedInformer<Pod> pods;

    public ServicePods(SharedInformer<Service> services, SharedInformer<Pod> pods) {
        this.services = services;
        this.pods = pods;
    }

    /** Whether the endpoints of the Service are the controllers' to publish. */
    public static boolean hasOwnEndpoints(Service service) {
        return !"ExternalName".equals(service.getSpec().getType()) && hasSelector(service);
    }

    public static boolean hasSelector(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null && !selector.isEmpty();
    }

    public static boolean isHeadless(Service service) {
        String clusterIp = service.getSpec().getClusterIP();
        return clusterIp == null || clusterIp.isEmpty() || clusterIp.equals("None");
    }

    public List<Pod> of(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return pods.inNamespace(service.getMetadata().getNamespace()).stream()
                .filter(pod -> LabelSelectors.containsAll(pod.getMetadata().getLabels(), selector))
                .toList();
    }

    /** The Services whose endpoints a change of a pod may change. */
    public Set<ResourceID> concerned(Change<Pod> change) {
        Pod before = change.before();
        Pod after = change.after();
        Set<ResourceID> concerned = new HashSet<>();
        if (before == null || after == null || endpointChanged(before, after)) {
            change.states().forEach(pod -> concerned.addAll(selecting(pod)));
        } else if (!Objects.equals(
                before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
            Set<ResourceID> now = selecting(after);
            concerned.addAll(selecting(before));
            Set<ResourceID> both = new HashSet<>(concerned);
            both.retainAll(now);
            concerned.addAll(now);
            concerned.removeAll(both);
        }
        return concerned;
    }

    private Set<ResourceID> selecting(Pod pod) {
        Set<ResourceID> selecting = new HashSet<>();
        services.inNamespace(pod.getMetadata().getNamespace()).stream()
                .filter(ServicePods::hasSelector)
                .filter(s -> LabelSelectors.containsAll(
                        pod.getMetadata().getLabels(), s.getSpec().getSelector()))
                .forEach(s -> selecting.add(ResourceID.fromResource(s)));
        return selecting;
    }

    private static boolean endpointChanged(Pod before, Pod after) {
        return before.isMarkedForDeletion() != after.isMarkedForDeletion()
                || PodState.isReady(before) != PodState.isReady(after)
                || PodState.isTerminal(before) != PodState.isTerminal(after)
                || !ips(before).equals(ips(after))
                || !Objects.equals(
                        before.getSpec().getHostname(), after.getSpec().getHostname())
                || !Objects.equals(
                        before.getSpec().getSubdomain(), after.getSpec().getSubdomain());
    }

    /** The pod's addresses as its status has them. */
    public static List<String> ips(Pod pod) {
        return pod.getStatus() == null
                ? List.of()
                : pod.getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
    }

    /** Whether the pod runs and has an address; pods on their way out count only where that is wanted. */
    public static boolean hasEndpoint(Pod pod, boolean includeTerminating) {
        return !PodState.isTerminal(pod) && !ips(pod).isEmpty() && (includeTerminating || !pod.isMarkedForDeletion());
    }

    /** Whether the pod is known by its host name in the Service's domain. */
    public static boolean hasHostname(Pod pod, Service service) {
        String hostname = pod.getSpec().getHostname();
        return hostname != null
                && !hostname.isEmpty()
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
    }

    /** The pod's port that a port of a Service leads to; nothing where the pod has none of that name. */
    public static OptionalInt targetPort(Pod pod, ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return OptionalInt.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return OptionalInt.of(target.getIntVal());
        }
        return Stream.concat(
                        pod.getSpec().getContainers().stream(),
                        pod.getSpec().getInitContainers().stream().filter(ServicePods::isSidecar))
                .flatMap(container -> container.getPorts().stream())
                .filter(p ->
                        target.getStrVal().equals(p.getName()) && protocol(port).equals(protocol(p.getProtocol())))
                .mapToInt(p -> p.getContainerPort())
                .findFirst();
    }

    public static String protocol(ServicePort port) {
        return protocol(port.getProtocol());
    }

    private static String protocol(@Nullable String protocol) {
        return protocol == null ? "TCP" : protocol;
    }

    private static boolean isSidecar(Container container) {
        return "Always".equals(container.getRestartPolicy());
    }
}
