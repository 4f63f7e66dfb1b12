package dev.navarch.controllers.cronjob;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CronJobIT {

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with(
                        "serviceaccount-controller",
                        "cronjob-controller",
                        "job-controller",
                        "garbage-collector-controller",
                        "ttl-after-finished-controller")
                .awaitServiceAccount();
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.client().batch().v1().cronjobs().inNamespace(api.namespace()).delete();
            api.close();
        }
    }

    @Test
    void jobs_start_on_time_are_replaced_and_leave_a_short_history() {
        create("tick", "schedule: '@every 2s', concurrencyPolicy: Replace, failedJobsHistoryLimit: 1");
        await().atMost(Duration.ofSeconds(20)).until(() -> jobs("tick").size() == 1);
        Job first = jobs("tick").getFirst();
        assertTrue(first.getMetadata().getName().matches("tick-[0-9]+"));
        assertTrue(first.getMetadata().getAnnotations().containsKey("batch.kubernetes.io/cronjob-scheduled-timestamp"));
        await().until(() -> get("tick").getStatus().getLastScheduleTime() != null);
        assertEquals(
                first.getMetadata().getUid(),
                get("tick").getStatus().getActive().getFirst().getUid());
        await().until(() -> api.reasons("tick").contains("SuccessfulCreate"));
    }

    @Test
    void a_suspended_cron_job_rests() {
        create("rest", "schedule: '@every 1s', suspend: true");
        await().during(Duration.ofSeconds(3)).until(() -> jobs("rest").isEmpty());
        api.client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(api.namespace())
                .withName("rest")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> !jobs("rest").isEmpty());
    }

    @Test
    void a_finished_job_goes_after_its_time_to_live() {
        api.create("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: brief, namespace: NS}
                spec: {ttlSecondsAfterFinished: 1, activeDeadlineSeconds: 1,
                  template: {spec: {restartPolicy: Never, containers: [{name: main, image: one}]}}}
                """);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.client()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(api.namespace())
                                .withName("brief")
                                .get()
                        == null);
        assertTrue(api.reasons("brief").contains("DeadlineExceeded"));
    }

    private static void create(String name, String spec) {
        api.create("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: %s, namespace: NS}
                spec: {%s, jobTemplate: {spec: {template: {spec: {restartPolicy: Never,
                  containers: [{name: main, image: one}]}}}}}
                """.formatted(name, spec));
    }

    private static CronJob get(String name) {
        return api.client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(api.namespace())
                .withName(name)
                .get();
    }

    private static List<Job> jobs(String name) {
        return api.client().batch().v1().jobs().inNamespace(api.namespace()).list().getItems().stream()
                .filter(job -> job.getMetadata().getName().startsWith(name + "-"))
                .filter(job -> !job.isMarkedForDeletion())
                .toList();
    }
}
