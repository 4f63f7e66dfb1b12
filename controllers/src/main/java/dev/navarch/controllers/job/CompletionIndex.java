package dev.navarch.controllers.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The index of a pod of an Indexed job, and how often pods of that index failed; both stand in annotations. */
final class CompletionIndex {

    static final int UNKNOWN = -1;

    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED_FAILURES = "batch.kubernetes.io/job-index-ignored-failure-count";
    private static final String ENV = "JOB_COMPLETION_INDEX";
    private static final int MAX_NAME_PREFIX = 58;

    private CompletionIndex() {}

    /** How pods of an index failed: counted towards the limit, or ignored by the failure policy. */
    record Failures(int counted, int ignored) {
        static final Failures NONE = new Failures(0, 0);

        int total() {
            return counted + ignored;
        }
    }

    static int of(Pod pod) {
        String text = annotations(pod).get(INDEX);
        try {
            return text == null ? UNKNOWN : Math.max(UNKNOWN, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    static Set<Integer> of(Collection<Pod> pods) {
        return pods.stream().map(CompletionIndex::of).filter(i -> i != UNKNOWN).collect(Collectors.toSet());
    }

    static Failures failures(Pod pod) {
        return new Failures(
                number(annotations(pod).get(FAILURES)), number(annotations(pod).get(IGNORED_FAILURES)));
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Map<String, String> annotations(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    }

    /** The template of every pod of an Indexed job: its containers know their index. */
    static PodTemplateSpec withVariable(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editSpec()
                .withInitContainers(template.getSpec().getInitContainers().stream()
                        .map(CompletionIndex::withVariable)
                        .toList())
                .withContainers(template.getSpec().getContainers().stream()
                        .map(CompletionIndex::withVariable)
                        .toList())
                .endSpec()
                .build();
    }

    private static Container withVariable(Container container) {
        if (container.getEnv().stream().anyMatch(v -> ENV.equals(v.getName()))) {
            return container;
        }
        List<EnvVar> env = new ArrayList<>(container.getEnv());
        env.add(new EnvVarBuilder()
                .withName(ENV)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.labels['" + INDEX + "']")
                .endFieldRef()
                .endValueFrom()
                .build());
        return container.edit().withEnv(env).build();
    }

    /** The template of the pod of one index. */
    static PodTemplateSpec template(PodTemplateSpec template, String jobName, int index) {
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .addToAnnotations(INDEX, Integer.toString(index))
                .addToLabels(INDEX, Integer.toString(index))
                .endMetadata()
                .editSpec()
                .withHostname(jobName + "-" + index)
                .endSpec()
                .build();
    }

    static PodTemplateSpec withFailures(PodTemplateSpec template, Failures failures) {
        var builder = new PodTemplateSpecBuilder(template)
                .editMetadata()
                .addToAnnotations(FAILURES, Integer.toString(failures.counted()));
        if (failures.ignored() > 0) {
            builder.addToAnnotations(IGNORED_FAILURES, Integer.toString(failures.ignored()));
        }
        return builder.endMetadata().build();
    }

    static String namePrefix(String jobName, int index) {
        String suffix = "-" + index + "-";
        return jobName.substring(0, Math.min(jobName.length(), MAX_NAME_PREFIX - suffix.length())) + suffix;
    }
}
