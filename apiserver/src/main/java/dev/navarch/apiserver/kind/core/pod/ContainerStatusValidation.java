package dev.navarch.apiserver.kind.core.pod;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the status of each container says: its user, its devices, its volumes. */
final class ContainerStatusValidation {

    private static final int MAX_MESSAGE = 1024;
    private static final int MAX_IMAGE_REFERENCE = 256;
    private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");
    private static final Map<String, String> LISTS = Map.of(
            "containerStatuses", "containers",
            "initContainerStatuses", "initContainers",
            "ephemeralContainerStatuses", "ephemeralContainers");
    private static final List<String> IN_ORDER =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

    private ContainerStatusValidation() {}

    static void check(Field status, Field spec) {
        boolean windows = spec.get("os").get("name").is("windows");
        for (String list : IN_ORDER) {
            status.items(list).forEach(container -> user(container.get("user").get("linux"), windows));
        }
        for (String list : IN_ORDER) {
            for (Field container : status.items(list)) {
                resources(container, list, spec);
            }
        }
        for (String list : IN_ORDER) {
            for (Field container : status.items(list)) {
                container.items("volumeMounts").forEach(ContainerStatusValidation::image);
            }
        }
    }

    private static void user(Field user, boolean windows) {
        if (!user.isSet()) {
            return;
        }
        if (windows) {
            user.forbidden("cannot be set for a windows pod");
            return;
        }
        user.get("uid").inRange(0, Integer.MAX_VALUE);
        user.get("gid").inRange(0, Integer.MAX_VALUE);
        user.items("supplementalGroups").forEach(group -> group.inRange(0, Integer.MAX_VALUE));
    }

    private static void resources(Field status, String list, Field spec) {
        Field allocated = status.get("allocatedResourcesStatus");
        if (list.equals("ephemeralContainerStatuses")) {
            if (allocated.size() > 0) {
                allocated.forbidden("must not be specified in container status");
            }
            return;
        }
        for (Field resource : allocated.items()) {
            spec.items(LISTS.getOrDefault(list, "")).stream()
                    .filter(container ->
                            container.get("name").is(status.get("name").text()))
                    .findFirst()
                    .ifPresent(container -> named(resource.get("name"), container));
            health(resource);
        }
    }

    private static void named(Field name, Field container) {
        boolean isClaim = name.text().startsWith("claim:");
        boolean found = isClaim
                ? container.get("resources").items("claims").stream().anyMatch(claim -> name.is(claimName(claim)))
                : container.get("resources").get("requests").key(name.text()).isSet();
        if (!found) {
            name.invalid(
                    isClaim
                            ? "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or"
                                    + " 'claim:<claimName>' if request is empty"
                            : "must match one of the container's resource requests");
        }
    }

    private static String claimName(Field claim) {
        String request = claim.get("request").text();
        return "claim:" + claim.get("name").text() + (request.isEmpty() ? "" : "/" + request);
    }

    private static void health(Field resource) {
        Set<String> ids = new HashSet<>();
        for (Field device : resource.items("resources")) {
            device.get("health").oneOf(HEALTH);
            Field message = device.get("message");
            if (message.isSet() && message.text().isEmpty()) {
                message.required("must be non-empty if specified");
            } else if (message.text().length() > MAX_MESSAGE) {
                message.tooLong(MAX_MESSAGE);
            }
            if (!ids.add(device.get("resourceID").text())) {
                device.get("resourceID").duplicate();
            }
        }
    }

    private static void image(Field mount) {
        Field image = mount.get("volumeStatus").get("image", "imageVolumeStatus");
        if (!image.isSet()) {
            return;
        }
        Field reference = image.get("imageRef");
        if (reference.isZero()) {
            reference.required("imageRef must not be empty");
        }
        if (reference.text().length() > MAX_IMAGE_REFERENCE) {
            reference.tooLong(MAX_IMAGE_REFERENCE);
        }
    }
}
