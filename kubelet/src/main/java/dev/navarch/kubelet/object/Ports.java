package dev.navarch.kubelet.object;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;

/** Ports of probes and hooks, which may be names. */
public final class Ports {
    private Ports() {}

    public static int resolve(IntOrString port, Container container) throws IOException {
        int number = port.getIntVal() != null ? port.getIntVal() : byName(port.getStrVal(), container);
        if (number <= 0 || number > 65535) {
            throw new IOException("invalid port number: " + number);
        }
        return number;
    }

    private static int byName(String name, Container container) throws IOException {
        for (ContainerPort port : container.getPorts()) {
            if (name.equals(port.getName())) {
                return port.getContainerPort();
            }
        }
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new IOException("couldn't find port: " + name + " in container " + container.getName(), e);
        }
    }
}
