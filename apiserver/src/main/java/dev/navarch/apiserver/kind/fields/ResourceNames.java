package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;
import java.util.Set;

/** Names of what containers use. */
public final class ResourceNames {

    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "storage",
            "requests.storage",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> STANDARD_OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final String HUGE_PAGES = "hugepages-";
    private static final String NATIVE_DOMAIN = "kubernetes.io/";
    private static final String REQUESTS = "requests.";

    private ResourceNames() {}

    /** A resource that a container can ask for. */
    public static void ofContainer(Place name) {
        if (!name.form(Names::qualifiedName)) {
            return;
        }
        String text = name.text();
        if (text.indexOf('/') < 0) {
            if (!STANDARD.contains(text) && !text.startsWith(HUGE_PAGES)) {
                name.invalid("must be a standard resource type or fully qualified");
            }
            if (!STANDARD_OF_CONTAINERS.contains(text) && !text.startsWith(HUGE_PAGES)) {
                name.invalid("must be a standard resource for containers");
            }
        } else if (!text.contains(NATIVE_DOMAIN) && !isExtended(text)) {
            name.invalid("doesn't follow extended resource name standard");
        }
    }

    private static boolean isExtended(String name) {
        return !name.startsWith(REQUESTS)
                && Names.qualifiedName(REQUESTS + name).isEmpty();
    }
}
