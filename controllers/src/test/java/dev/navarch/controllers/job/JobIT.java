package dev.navarch.controllers.job;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobIT {

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "job-controller", "garbage-collector-controller");
        await().until(() -> api.client()
                        .serviceAccounts()
                        .inNamespace(api.namespace())
                        .withName("default")
                        .get()
                != null);
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void a_job_runs_pods_until_enough_succeeded() {
        create("plain", "completions: 3, parallelism: 2");
        finish(awaitPods("plain", 2).getFirst(), "Succeeded", 0);
        Job half = awaitJob(
                "plain", job -> Integer.valueOf(1).equals(job.getStatus().getSucceeded()));
        assertTrue(half.getStatus().getUncountedTerminatedPods().getSucceeded().isEmpty());
        assertTrue(half.getStatus().getStartTime() != null);
        awaitPods("plain", 2).forEach(pod -> finish(pod, "Succeeded", 0));
        Job done = awaitJob("plain", JobConditions::isFinished);
        assertEquals(List.of("SuccessCriteriaMet", "Complete"), types(done));
        assertEquals(3, done.getStatus().getSucceeded());
        assertEquals("CompletionsReached", condition(done, "Complete").getReason());
        assertTrue(done.getStatus().getCompletionTime() != null);
        assertEquals(3, pods("plain").size());
        assertTrue(pods("plain").stream().noneMatch(TrackingFinalizer::isOn));
        await().until(() -> reasons("plain").contains("Completed"));
    }

    @Test
    void failures_over_the_limit_end_the_job() {
        create("failing", "completions: 1, backoffLimit: 0");
        finish(awaitPods("failing", 1).getFirst(), "Failed", 1);
        Job done = awaitJob("failing", JobConditions::isFinished);
        assertEquals(List.of("FailureTarget", "Failed"), types(done));
        assertEquals("BackoffLimitExceeded", condition(done, "Failed").getReason());
        assertEquals(
                "Job has reached the specified backoff limit",
                condition(done, "Failed").getMessage());
        assertEquals(1, done.getStatus().getFailed());
        await().until(() -> reasons("failing").contains("BackoffLimitExceeded"));
    }

    @Test
    void a_failure_policy_ends_the_job_at_once_or_ignores() {
        create("strict", """
                parallelism: 2, completions: 2, podFailurePolicy: {rules: [
                  {action: Ignore, onExitCodes: {operator: In, values: [7]}},
                  {action: FailJob, onExitCodes: {containerName: main, operator: In, values: [42]}}]}""");
        List<Pod> pods = awaitPods("strict", 2);
        finish(pods.get(0), "Failed", 7);
        await().until(() -> pods("strict").stream().noneMatch(p -> TrackingFinalizer.isOn(p) && isFailed(p)));
        finish(pods.get(1), "Failed", 42);
        Job done = awaitJob("strict", JobConditions::isFinished);
        assertEquals("PodFailurePolicy", condition(done, "Failed").getReason());
        assertEquals(
                "Container main for pod " + api.namespace() + "/"
                        + pods.get(1).getMetadata().getName()
                        + " failed with exit code 42 matching FailJob rule at index 1",
                condition(done, "Failed").getMessage());
        assertEquals(1, done.getStatus().getFailed());
    }

    @Test
    void an_indexed_job_runs_each_index_and_may_be_content_with_some() {
        create("indexed", """
                completionMode: Indexed, completions: 4, parallelism: 4,
                successPolicy: {rules: [{succeededIndexes: "0,2", succeededCount: 2}]}""");
        List<Pod> pods = awaitPods("indexed", 4);
        Pod third = pods.get(2);
        assertEquals("indexed-2", third.getSpec().getHostname());
        assertTrue(third.getMetadata().getName().startsWith("indexed-2-"));
        assertEquals(
                "JOB_COMPLETION_INDEX",
                third.getSpec().getContainers().getFirst().getEnv().getFirst().getName());
        finish(pods.get(0), "Succeeded", 0);
        finish(third, "Succeeded", 0);
        Job done = awaitJob("indexed", JobConditions::isFinished);
        assertEquals("SuccessPolicy", condition(done, "Complete").getReason());
        assertEquals("Matched rules at index 0", condition(done, "Complete").getMessage());
        assertEquals("0,2", done.getStatus().getCompletedIndexes());
        await().until(() -> pods("indexed").size() == 2);
    }

    @Test
    void an_index_that_fails_too_often_does_not_stop_the_others() {
        create("independent", """
                completionMode: Indexed, completions: 2, parallelism: 2, backoffLimitPerIndex: 1, maxFailedIndexes: 1""");
        finish(awaitPods("independent", 2).get(0), "Failed", 1);
        // The index comes again after the back-off of 10 s, with the count of its failures.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> failures("independent").contains("1"));
        Pod again = pods("independent").stream()
                .filter(pod -> "1"
                        .equals(pod.getMetadata().getAnnotations().get("batch.kubernetes.io/job-index-failure-count")))
                .findFirst()
                .orElseThrow();
        finish(again, "Failed", 1);
        awaitJob("independent", job -> "0".equals(job.getStatus().getFailedIndexes()));
        pods("independent").stream()
                .filter(pod -> CompletionIndex.of(pod) == 1)
                .forEach(pod -> finish(pod, "Succeeded", 0));
        Job done = awaitJob("independent", JobConditions::isFinished);
        assertEquals("FailedIndexes", condition(done, "Failed").getReason());
        assertEquals("1", done.getStatus().getCompletedIndexes());
        assertEquals(2, done.getStatus().getFailed());
    }

    @Test
    void a_suspended_job_has_no_pods_until_it_is_resumed() {
        create("paused", "suspend: true");
        Job suspended =
                awaitJob("paused", job -> !job.getStatus().getConditions().isEmpty());
        assertEquals("JobSuspended", condition(suspended, "Suspended").getReason());
        suspend("paused", false);
        awaitPods("paused", 1);
        Job resumed = awaitJob(
                "paused", job -> "False".equals(condition(job, "Suspended").getStatus()));
        assertTrue(resumed.getStatus().getStartTime() != null);
        suspend("paused", true);
        await().until(() -> pods("paused").isEmpty());
        await().until(() -> reasons("paused").containsAll(List.of("Suspended", "Resumed")));
    }

    @Test
    void a_deadline_ends_the_job_and_a_deleted_one_leaves_no_pods() {
        create("late", "activeDeadlineSeconds: 2");
        Job done = awaitJob("late", JobConditions::isFinished);
        assertEquals("DeadlineExceeded", condition(done, "Failed").getReason());
        await().until(() -> pods("late").isEmpty());

        create("dropped", "completions: 5, parallelism: 3");
        finish(awaitPods("dropped", 3).getFirst(), "Succeeded", 0);
        api.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(api.namespace())
                .withName("dropped")
                .delete();
        await().atMost(Duration.ofSeconds(20)).until(() -> pods("dropped").isEmpty());
    }

    private static void create(String name, String spec) {
        api.client()
                .resource(api.client()
                        .getKubernetesSerialization()
                        .unmarshal("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: %s, namespace: %s}
                        spec: {%s, template: {spec: {restartPolicy: Never, containers: [{name: main, image: one}]}}}
                        """.formatted(name, api.namespace(), spec), Job.class))
                .create();
    }

    private static void suspend(String name, boolean suspend) {
        api.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(api.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":" + suspend + "}}");
    }

    private static List<Pod> pods(String job) {
        return api
                .client()
                .pods()
                .inNamespace(api.namespace())
                .withLabel("batch.kubernetes.io/job-name", job)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparingInt(CompletionIndex::of))
                .toList();
    }

    private static boolean isFailed(Pod pod) {
        return "Failed".equals(pod.getStatus().getPhase());
    }

    private static List<String> failures(String job) {
        return pods(job).stream()
                .map(pod -> pod.getMetadata().getAnnotations().get("batch.kubernetes.io/job-index-failure-count"))
                .toList();
    }

    private static List<Pod> awaitPods(String job, int active) {
        await().atMost(Duration.ofSeconds(20)).until(() -> active(job).size() == active);
        return active(job);
    }

    private static List<Pod> active(String job) {
        return pods(job).stream()
                .filter(dev.navarch.controllers.pods.PodState::isActive)
                .toList();
    }

    private static Job awaitJob(String name, Predicate<Job> condition) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> get(name), condition::test);
    }

    private static Job get(String name) {
        return api.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(api.namespace())
                .withName(name)
                .get();
    }

    private static List<String> types(Job job) {
        return job.getStatus().getConditions().stream()
                .map(JobCondition::getType)
                .toList();
    }

    private static JobCondition condition(Job job, String type) {
        return job.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> reasons(String job) {
        return api
                .client()
                .v1()
                .events()
                .inNamespace(api.namespace())
                .withField("involvedObject.name", job)
                .list()
                .getItems()
                .stream()
                .map(Event::getReason)
                .toList();
    }

    private static void finish(Pod pod, String phase, int exitCode) {
        api.client()
                .resource(new PodBuilder(pod)
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .editStatus()
                        .withPhase(phase)
                        .addNewContainerStatus()
                        .withName("main")
                        .withImage("one")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withFinishedAt(Instant.now().toString())
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .updateStatus();
    }
}
