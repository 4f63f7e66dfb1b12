package dev.navarch.controllers.volumeprotection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VolumeProtectionIT {

    private static final String ID = UUID.randomUUID().toString().substring(0, 8);
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with(
                        "serviceaccount-controller",
                        "persistentvolumeclaim-protection-controller",
                        "persistentvolume-protection-controller",
                        "clusterrole-aggregation-controller")
                .awaitServiceAccount();
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.client().rbac().clusterRoles().withLabel("test", ID).delete();
            api.close();
        }
    }

    @Test
    void a_claim_stays_while_a_pod_uses_it() {
        api.create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: NS}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        api.create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: user, namespace: NS}
                spec: {nodeName: nowhere, containers: [{name: main, image: one}],
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
                """);
        api.client()
                .persistentVolumeClaims()
                .inNamespace(api.namespace())
                .withName("data")
                .delete();
        await().during(Duration.ofSeconds(2)).until(() -> claim() != null);
        api.client()
                .pods()
                .inNamespace(api.namespace())
                .withName("user")
                .withGracePeriod(0)
                .delete();
        await().atMost(Duration.ofSeconds(20)).until(() -> claim() == null);
    }

    @Test
    void a_volume_that_is_not_bound_may_go() {
        api.create("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: pv-%s}
                spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /tmp/x}}
                """.formatted(ID));
        api.client().persistentVolumes().withName("pv-" + ID).delete();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        api.client().persistentVolumes().withName("pv-" + ID).get() == null);
    }

    @Test
    void a_cluster_role_gathers_the_rules_of_others() {
        api.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: all-%1$s, labels: {test: "%1$s"}}
                aggregationRule: {clusterRoleSelectors: [{matchLabels: {into: "%1$s"}}]}
                rules: []
                """.formatted(ID));
        for (String verb : new String[] {"get", "list"}) {
            api.create("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRole
                    metadata: {name: %2$s-%1$s, labels: {test: "%1$s", into: "%1$s"}}
                    rules: [{apiGroups: [""], resources: [pods], verbs: [%2$s]}]
                    """.formatted(ID, verb));
        }
        ClusterRole all = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.client()
                                .rbac()
                                .clusterRoles()
                                .withName("all-" + ID)
                                .get(),
                        role -> role.getRules().size() == 2);
        assertEquals("get", all.getRules().getFirst().getVerbs().getFirst());
    }

    private static PersistentVolumeClaim claim() {
        return api.client()
                .persistentVolumeClaims()
                .inNamespace(api.namespace())
                .withName("data")
                .get();
    }
}
