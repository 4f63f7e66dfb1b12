package dev.navarch.apiserver.table;

import dev.navarch.api.meta.GroupResource;
import java.util.Map;

/** The printers of the built-in kinds. */
final class TablePrinters {

    private static final Map<GroupResource, TablePrinter> PRINTERS = Map.ofEntries(
            of("", "pods", PodPrinter::print),
            of("", "podtemplates", WorkloadPrinters::podTemplate),
            of("", "replicationcontrollers", WorkloadPrinters::replicationController),
            of("apps", "deployments", WorkloadPrinters::deployment),
            of("apps", "replicasets", WorkloadPrinters::replicaSet),
            of("apps", "statefulsets", WorkloadPrinters::statefulSet),
            of("apps", "daemonsets", WorkloadPrinters::daemonSet),
            of("apps", "controllerrevisions", WorkloadPrinters::controllerRevision),
            of("batch", "jobs", WorkloadPrinters::job),
            of("batch", "cronjobs", WorkloadPrinters::cronJob),
            of("policy", "poddisruptionbudgets", WorkloadPrinters::podDisruptionBudget),
            of("scheduling.k8s.io", "priorityclasses", WorkloadPrinters::priorityClass),
            of("autoscaling", "horizontalpodautoscalers", AutoscalerPrinter::print),
            of("", "services", NetworkPrinters::service),
            of("", "endpoints", NetworkPrinters::endpoints),
            of("discovery.k8s.io", "endpointslices", NetworkPrinters::endpointSlice),
            of("networking.k8s.io", "ingresses", NetworkPrinters::ingress),
            of("networking.k8s.io", "ingressclasses", NetworkPrinters::ingressClass),
            of("networking.k8s.io", "networkpolicies", NetworkPrinters::networkPolicy),
            of("networking.k8s.io", "servicecidrs", NetworkPrinters::serviceCidr),
            of("networking.k8s.io", "ipaddresses", NetworkPrinters::ipAddress),
            of("", "nodes", ClusterPrinters::node),
            of("", "namespaces", ClusterPrinters::namespace),
            of("", "events", ClusterPrinters::event),
            of("events.k8s.io", "events", ClusterPrinters::event),
            of("", "componentstatuses", ClusterPrinters::componentStatus),
            of("", "configmaps", ClusterPrinters::configMap),
            of("", "secrets", ClusterPrinters::secret),
            of("", "serviceaccounts", ClusterPrinters::nameAndAge),
            of("", "resourcequotas", ClusterPrinters::resourceQuota),
            of("coordination.k8s.io", "leases", ClusterPrinters::lease),
            of("node.k8s.io", "runtimeclasses", ClusterPrinters::runtimeClass),
            of("flowcontrol.apiserver.k8s.io", "flowschemas", ClusterPrinters::flowSchema),
            of("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations", ClusterPrinters::priorityLevel),
            of("apiregistration.k8s.io", "apiservices", ClusterPrinters::apiService),
            of("", "persistentvolumes", StoragePrinters::volume),
            of("", "persistentvolumeclaims", StoragePrinters::claim),
            of("storage.k8s.io", "storageclasses", StoragePrinters::storageClassOf),
            of("storage.k8s.io", "volumeattachments", StoragePrinters::attachment),
            of("storage.k8s.io", "volumeattributesclasses", StoragePrinters::attributesClass),
            of("storage.k8s.io", "csidrivers", StoragePrinters::csiDriver),
            of("storage.k8s.io", "csinodes", StoragePrinters::csiNode),
            of("resource.k8s.io", "deviceclasses", ClusterPrinters::nameAndAge),
            of("resource.k8s.io", "resourceclaims", StoragePrinters::resourceClaim),
            of("resource.k8s.io", "resourceclaimtemplates", ClusterPrinters::nameAndAge),
            of("resource.k8s.io", "resourceslices", StoragePrinters::resourceSlice),
            of("rbac.authorization.k8s.io", "rolebindings", AccessPrinters::binding),
            of("rbac.authorization.k8s.io", "clusterrolebindings", AccessPrinters::binding),
            of("certificates.k8s.io", "certificatesigningrequests", AccessPrinters::signingRequest),
            of("admissionregistration.k8s.io", "mutatingwebhookconfigurations", AccessPrinters::webhooks),
            of("admissionregistration.k8s.io", "validatingwebhookconfigurations", AccessPrinters::webhooks),
            of("admissionregistration.k8s.io", "validatingadmissionpolicies", AccessPrinters::validatingPolicy),
            of("admissionregistration.k8s.io", "validatingadmissionpolicybindings", AccessPrinters::policyBinding),
            of("admissionregistration.k8s.io", "mutatingadmissionpolicies", AccessPrinters::mutatingPolicy),
            of("admissionregistration.k8s.io", "mutatingadmissionpolicybindings", AccessPrinters::policyBinding));

    private TablePrinters() {}

    private static Map.Entry<GroupResource, TablePrinter> of(String group, String resource, TablePrinter printer) {
        return Map.entry(new GroupResource(group, resource), printer);
    }

    /** Kinds without a printer of their own show when they were made. */
    static TablePrinter forResource(GroupResource resource) {
        return PRINTERS.getOrDefault(resource, TablePrinters::nameAndCreation);
    }

    private static void nameAndCreation(Row row) {
        row.name().add(row.text("metadata", "creationTimestamp"));
    }
}
