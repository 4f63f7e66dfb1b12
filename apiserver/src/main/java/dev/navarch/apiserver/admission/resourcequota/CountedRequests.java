package dev.navarch.apiserver.admission.resourcequota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;

/** Which requests can change what a namespace uses. */
final class CountedRequests {

    private CountedRequests() {}

    static boolean isCounted(AdmissionAttributes attributes) {
        boolean created = attributes.operation() == Operation.CREATE;
        String subresource = attributes.subresource();
        return switch (attributes.groupResource().toString()) {
            case "pods" ->
                switch (subresource) {
                    case "" -> created || deadlineChanges(attributes);
                    case "resize" -> !created;
                    default -> false;
                };
            case "services", "resourceclaims.resource.k8s.io" -> subresource.isEmpty();
            case "persistentvolumeclaims" ->
                subresource.isEmpty() || (subresource.equals("status") && allocationChanges(attributes));
            default -> created && subresource.isEmpty();
        };
    }

    /** With its deadline a pod changes between the scopes Terminating and NotTerminating. */
    private static boolean deadlineChanges(AdmissionAttributes attributes) {
        return hasDeadline(attributes.requireObject()) != hasDeadline(attributes.requireOldObject());
    }

    private static boolean hasDeadline(JsonNode pod) {
        return pod.path("spec").hasNonNull("activeDeadlineSeconds");
    }

    private static boolean allocationChanges(AdmissionAttributes attributes) {
        JsonNode next = attributes.requireObject().path("status");
        JsonNode old = attributes.requireOldObject().path("status");
        return !next.path("allocatedResources").equals(old.path("allocatedResources"))
                || !next.path("currentVolumeAttributesClassName").equals(old.path("currentVolumeAttributesClassName"))
                || !next.path("modifyVolumeStatus").equals(old.path("modifyVolumeStatus"));
    }
}
