package dev.navarch.kubelet.container;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The {@code FOO_SERVICE_HOST} and Docker-link style variables of Services. */
final class ServiceEnvironment {
    private ServiceEnvironment() {}

    /** @param links whether the namespace's own Services are asked for; {@code default/kubernetes} always is there */
    static Map<String, String> of(List<Service> services, String namespace, boolean links) {
        Map<String, Service> chosen = new LinkedHashMap<>();
        for (Service service : services) {
            String name = service.getMetadata().getName();
            boolean own = service.getMetadata().getNamespace().equals(namespace);
            boolean master = service.getMetadata().getNamespace().equals("default") && name.equals("kubernetes");
            if (hasAddress(service) && ((own && links) || (master && !chosen.containsKey(name)))) {
                chosen.put(name, service);
            }
        }
        Map<String, String> environment = new LinkedHashMap<>();
        chosen.values().forEach(service -> add(environment, service));
        return environment;
    }

    private static boolean hasAddress(Service service) {
        String ip = service.getSpec().getClusterIP();
        return ip != null && !ip.isEmpty() && !ip.equals("None");
    }

    private static void add(Map<String, String> environment, Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        if (ports.isEmpty()) {
            return;
        }
        String prefix = name(service.getMetadata().getName());
        String ip = service.getSpec().getClusterIP();
        environment.put(prefix + "_SERVICE_HOST", ip);
        environment.put(
                prefix + "_SERVICE_PORT", Integer.toString(ports.getFirst().getPort()));
        for (ServicePort port : ports) {
            if (port.getName() != null && !port.getName().isEmpty()) {
                environment.put(prefix + "_SERVICE_PORT_" + name(port.getName()), Integer.toString(port.getPort()));
            }
        }
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            String protocol = port.getProtocol() == null ? "TCP" : port.getProtocol();
            String url = protocol.toLowerCase(Locale.ROOT) + "://" + host + ":" + port.getPort();
            String link = prefix + "_PORT_" + port.getPort() + "_" + protocol.toUpperCase(Locale.ROOT);
            if (i == 0) {
                environment.put(prefix + "_PORT", url);
            }
            environment.put(link, url);
            environment.put(link + "_PROTO", protocol.toLowerCase(Locale.ROOT));
            environment.put(link + "_PORT", Integer.toString(port.getPort()));
            environment.put(link + "_ADDR", ip);
        }
    }

    private static String name(String text) {
        return text.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
