package dev.navarch.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;

/**
 * What cluster DNS may do: read what it answers from everywhere, and write its own Service and slice. Upstream has no
 * role for that from the start, so it is granted as an installer would.
 */
final class ClusterDnsRole {

    static final String USER = "navarch:cluster-dns";

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String NAMESPACE = "kube-system";

    private ClusterDnsRole() {}

    /** @param administrator who may grant it */
    static void grant(Config administrator) {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(administrator).build()) {
            objects()
                    .forEach(object -> client.resource(object)
                            .fieldManager("navarch")
                            .forceConflicts()
                            .serverSideApply());
        }
    }

    private static List<HasMetadata> objects() {
        return List.of(
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("services", "namespaces", "pods")
                        .withVerbs("get", "list", "watch")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("discovery.k8s.io")
                        .withResources("endpointslices")
                        .withVerbs("get", "list", "watch")
                        .endRule()
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", USER)
                        .addNewSubject(RBAC, "User", USER, null)
                        .build(),
                new RoleBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("services")
                        .withVerbs("create", "patch", "update")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("discovery.k8s.io")
                        .withResources("endpointslices", "endpointslices/restricted")
                        .withVerbs("create", "patch", "update")
                        .endRule()
                        .build(),
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "Role", USER)
                        .addNewSubject(RBAC, "User", USER, null)
                        .build());
    }
}
