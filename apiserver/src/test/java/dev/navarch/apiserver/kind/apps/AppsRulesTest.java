package dev.navarch.apiserver.kind.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppsRulesTest {

    private static ObjectNode workload(String kind) {
        return (ObjectNode) Json.parseTrusted("""
                {"apiVersion": "apps/v1", "kind": "%s", "metadata": {"name": "a"},
                 "spec": {"replicas": 1, "selector": {"matchLabels": {"a": "b"}},
                  "template": {"metadata": {"labels": {"a": "b"}},
                   "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
                """.formatted(kind));
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }

    private static ObjectNode deployment() {
        ObjectNode deployment = workload("Deployment");
        WorkloadDefaults.deployment(deployment);
        return deployment;
    }

    @Test
    void a_deployment_with_defaults_is_right() {
        assertEquals(List.of(), Place.check(deployment(), DeploymentRules::created));
    }

    @Test
    void template_labels_must_match_the_selector() {
        ObjectNode deployment = deployment();
        deployment.withObject("/spec/template/metadata/labels").put("a", "c");
        assertEquals(
                List.of(
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template"
                                + " `labels`"),
                texts(Place.check(deployment, DeploymentRules::created)));
    }

    @Test
    void pods_can_neither_all_stay_nor_be_more() {
        ObjectNode deployment = deployment();
        deployment
                .withObject("/spec/strategy/rollingUpdate")
                .put("maxUnavailable", 0)
                .put("maxSurge", "0%");
        assertEquals(
                List.of("spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is"
                        + " 0"),
                texts(Place.check(deployment, DeploymentRules::created)));
    }

    @Test
    void an_unknown_strategy_is_shown_whole() {
        ObjectNode deployment = deployment();
        deployment.withObject("/spec").putObject("strategy").put("type", "Blue");
        assertEquals(
                List.of(
                        "spec.strategy: Unsupported value: {\"Type\":\"Blue\",\"RollingUpdate\":null}: supported values:"
                                + " \"Recreate\", \"RollingUpdate\""),
                texts(Place.check(deployment, DeploymentRules::created)));
    }

    @Test
    void a_selector_never_changes() {
        ObjectNode old = deployment();
        old.withObject("/spec/selector/matchLabels").put("x", "y");
        assertEquals(
                List.of("spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: field is immutable"),
                texts(Place.check(deployment(), old, DeploymentRules::changed)));
    }

    @Test
    void a_stateful_set_keeps_its_service_and_changes_its_replicas() {
        ObjectNode old = workload("StatefulSet");
        WorkloadDefaults.statefulSet(old);
        ObjectNode set = old.deepCopy();
        set.withObject("/spec").put("replicas", 3);
        assertEquals(List.of(), Place.check(set, old, StatefulSetRules::changed));
        set.withObject("/spec").put("serviceName", "s");
        assertTrue(texts(Place.check(set, old, StatefulSetRules::changed))
                .getFirst()
                .startsWith("spec: Forbidden: updates to statefulset spec for fields other than"));
    }

    @Test
    void a_daemon_sets_template_is_counted_when_it_changes() {
        ObjectNode old = workload("DaemonSet");
        TemplateGeneration.begin(old);
        ObjectNode set = old.deepCopy();
        set.withObject("/metadata").remove("annotations");
        TemplateGeneration.count(set, old);
        assertEquals(
                "1",
                set.at("/metadata/annotations/deprecated.daemonset.template.generation")
                        .asText());
        set.withObject("/spec/template/metadata/labels").put("x", "y");
        TemplateGeneration.count(set, old);
        assertEquals(
                "2",
                set.at("/metadata/annotations/deprecated.daemonset.template.generation")
                        .asText());
    }

    @Test
    void available_replicas_are_ready_ones() {
        ObjectNode set = workload("ReplicaSet");
        set.putObject("status").put("replicas", 1).put("availableReplicas", 1);
        assertEquals(
                List.of("status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas"),
                texts(Place.check(set, ReplicaSetRules::status)));
    }
}
