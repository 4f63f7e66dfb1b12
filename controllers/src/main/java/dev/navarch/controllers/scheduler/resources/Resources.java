package dev.navarch.controllers.scheduler.resources;

/** Names of resources and what kind a name is of. */
public final class Resources {

    public static final String CPU = "cpu";
    public static final String MEMORY = "memory";
    public static final String EPHEMERAL_STORAGE = "ephemeral-storage";
    public static final String PODS = "pods";

    private static final String HUGE_PAGES = "hugepages-";
    private static final String ATTACHABLE_VOLUMES = "attachable-volumes-";
    private static final String NATIVE_DOMAIN = "kubernetes.io/";

    private Resources() {}

    /** Whether nodes count this resource by name alone: extended resources, huge pages, prefixed native ones, volume limits. */
    public static boolean isScalar(String name) {
        return isExtended(name)
                || name.startsWith(HUGE_PAGES)
                || name.contains(NATIVE_DOMAIN)
                || name.startsWith(ATTACHABLE_VOLUMES);
    }

    /** Whether the name belongs to somebody else's domain, such as {@code example.com/dongle}. */
    public static boolean isExtended(String name) {
        return name.contains("/") && !name.contains(NATIVE_DOMAIN) && !name.startsWith("requests.");
    }

    /** Whether {@code spec.resources} of a pod may name it. */
    static boolean isPodLevel(String name) {
        return name.equals(CPU) || name.equals(MEMORY) || name.startsWith(HUGE_PAGES);
    }
}
