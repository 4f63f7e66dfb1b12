package dev.navarch.api.apply;

import dev.navarch.api.meta.GroupResource;
import java.util.Set;

/**
 * Which fields nobody owns through a resource or subresource because a write there resets them: the status of a
 * resource, the spec of its status subresource, and the exceptions that upstream's strategies make.
 */
public final class ResetFields {

    private static final FieldPath STATUS = FieldPath.of("status");
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath METADATA = FieldPath.of("metadata");

    /** Resources whose status subresource resets the metadata too. */
    private static final Set<GroupResource> STATUS_RESETS_METADATA = Set.of(
            new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies"),
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"),
            new GroupResource("apiregistration.k8s.io", "apiservices"),
            new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas"),
            new GroupResource("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"),
            new GroupResource("internal.apiserver.k8s.io", "storageversions"),
            new GroupResource("networking.k8s.io", "servicecidrs"),
            new GroupResource("resource.k8s.io", "devicetaintrules"),
            new GroupResource("resource.k8s.io", "resourceclaims"),
            new GroupResource("resource.k8s.io", "resourcepoolstatusrequests"),
            new GroupResource("scheduling.k8s.io", "podgroups"),
            new GroupResource("storage.k8s.io", "volumeattachments"),
            new GroupResource("storagemigration.k8s.io", "storageversionmigrations"));

    private ResetFields() {}

    /**
     * What may be owned of a built-in resource.
     *
     * @param subresource empty for the resource itself
     * @param hasStatus whether the resource has a status subresource
     */
    public static FieldFilter ofBuiltIn(GroupResource resource, String subresource, boolean hasStatus) {
        return switch (resource.toString() + (subresource.isEmpty() ? "" : "/" + subresource)) {
            case "pods/status" ->
                FieldFilter.excluding(
                        SPEC,
                        FieldPath.of("metadata", "deletionTimestamp"),
                        FieldPath.of("metadata", "ownerReferences"));
            case "pods/ephemeralcontainers" -> FieldFilter.including("spec.ephemeralContainers");
            case "pods/resize" ->
                FieldFilter.including(
                        "spec.containers.*.resources",
                        "spec.containers.*.resizePolicy",
                        "spec.initContainers.*.resources",
                        "spec.initContainers.*.resizePolicy");
            case "namespaces/finalize" -> FieldFilter.excluding(STATUS);
            case "deployments.apps/status" -> FieldFilter.excluding(SPEC, FieldPath.of("metadata", "labels"));
            case "certificatesigningrequests.certificates.k8s.io" -> FieldFilter.excluding(SPEC, STATUS);
            case "certificatesigningrequests.certificates.k8s.io/approval" ->
                FieldFilter.excluding(SPEC, FieldPath.of("status", "certificate"));
            case "certificatesigningrequests.certificates.k8s.io/status" ->
                FieldFilter.excluding(SPEC, FieldPath.of("status", "conditions"));
            case "podcertificaterequests.certificates.k8s.io" -> FieldFilter.all();
            default -> byStatus(STATUS_RESETS_METADATA.contains(resource), subresource, hasStatus);
        };
    }

    /** What may be owned of a custom resource. */
    public static FieldFilter ofCustom(String subresource, boolean hasStatus) {
        return byStatus(true, subresource, hasStatus);
    }

    private static FieldFilter byStatus(boolean statusResetsMetadata, String subresource, boolean hasStatus) {
        if (subresource.equals("status")) {
            return statusResetsMetadata ? FieldFilter.excluding(METADATA, SPEC) : FieldFilter.excluding(SPEC);
        }
        return subresource.isEmpty() && hasStatus ? FieldFilter.excluding(STATUS) : FieldFilter.all();
    }
}
