package dev.navarch.apiserver.kind.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRulesTest {

    private final ObjectNode job = (ObjectNode) Json.parseTrusted("""
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a", "uid": "u"},
             "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}}}
            """);

    @BeforeEach
    void fill() {
        BatchDefaults.job(job);
        JobSelector.generate(job);
    }

    private List<String> created() {
        return texts(Place.check(job, JobRules::created));
    }

    private List<String> changed(ObjectNode old) {
        return texts(Place.check(job, old, JobRules::changed)).stream()
                .distinct()
                .toList();
    }

    private List<String> status(ObjectNode old) {
        return texts(Place.check(job, old, JobStatusRules::validate));
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }

    private static void condition(ObjectNode job, String type) {
        job.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", type)
                .put("status", "True");
    }

    @Test
    void a_job_with_a_generated_selector_is_right() {
        assertEquals(List.of(), created());
    }

    @Test
    void a_label_of_the_servers_cannot_be_brought_along() {
        job.withObject("/spec/template/metadata/labels").put("controller-uid", "mine");
        assertEquals(
                "spec.template.metadata.labels[controller-uid]: Invalid value: "
                        + job.at("/spec/template/metadata/labels") + ": must be 'u'",
                created().getFirst());
    }

    @Test
    void pods_of_jobs_are_not_restarted_always() {
        job.withObject("/spec/template/spec").put("restartPolicy", "Always");
        assertEquals(
                List.of("spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""),
                created());
    }

    @Test
    void limits_for_indexes_need_indexes() {
        job.withObject("/spec").put("backoffLimitPerIndex", 1);
        assertEquals(
                List.of("spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"), created());
    }

    @Test
    void completions_of_a_plain_job_never_change() {
        ObjectNode old = job.deepCopy();
        job.withObject("/spec").put("completions", 7);
        assertEquals(List.of("spec.completions: Invalid value: 7: field is immutable"), changed(old));
    }

    @Test
    void a_suspended_job_may_go_elsewhere() {
        job.withObject("/spec").put("suspend", true);
        ObjectNode old = job.deepCopy();
        job.withObject("/spec/template/spec").putObject("nodeSelector").put("a", "b");
        assertEquals(List.of(), changed(old));
    }

    @Test
    void a_completed_job_says_when() {
        ObjectNode old = job.deepCopy();
        job.putObject("status").put("startTime", "2026-01-01T00:00:00Z");
        condition(job, "SuccessCriteriaMet");
        condition(job, "Complete");
        assertEquals(
                List.of("status.completionTime: Required value: completionTime is required for Complete jobs"),
                status(old));
    }

    @Test
    void a_failed_job_stays_failed() {
        ObjectNode old = job.deepCopy();
        old.putObject("status");
        condition(old, "FailureTarget");
        condition(old, "Failed");
        job.putObject("status");
        condition(job, "FailureTarget");
        assertEquals(
                List.of("status.conditions: Invalid value: cannot disable the terminal Failed=True condition"),
                status(old));
    }
}
