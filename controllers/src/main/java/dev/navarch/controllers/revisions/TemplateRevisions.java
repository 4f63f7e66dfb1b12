package dev.navarch.controllers.revisions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * ControllerRevisions that hold a pod template, in the form that {@code kubectl rollout undo} reads: a strategic merge
 * patch that replaces the template.
 */
public final class TemplateRevisions {

    /** By revision; older ones first where these are equal. */
    public static final Comparator<ControllerRevision> ORDER = Comparator.comparingLong(TemplateRevisions::revision)
            .thenComparing(r -> Objects.requireNonNullElse(r.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(r -> r.getMetadata().getName());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, Object>> TREE = new TypeReference<>() {};
    private static final String PATCH = "$patch";

    private TemplateRevisions() {}

    public static Map<String, Object> data(PodTemplateSpec template) {
        Map<String, Object> replaced = JSON.convertValue(template, TREE);
        replaced.put(PATCH, "replace");
        return Map.of("spec", Map.of("template", replaced));
    }

    /** The template in the revision; nothing where the revision holds something else. */
    public static Optional<PodTemplateSpec> template(ControllerRevision revision) {
        if (JSON.convertValue(revision.getData(), Object.class) instanceof Map<?, ?> data
                && data.get("spec") instanceof Map<?, ?> spec
                && spec.get("template") instanceof Map<?, ?> template) {
            Map<String, Object> plain = JSON.convertValue(template, TREE);
            plain.remove(PATCH);
            return Optional.of(JSON.convertValue(plain, PodTemplateSpec.class));
        }
        return Optional.empty();
    }

    public static boolean holds(ControllerRevision revision, PodTemplateSpec template) {
        return template(revision)
                .filter(t -> PodTemplates.withoutHash(t).equals(PodTemplates.withoutHash(template)))
                .isPresent();
    }

    public static long revision(ControllerRevision revision) {
        return Objects.requireNonNullElse(revision.getRevision(), 0L);
    }

    public static long maxRevision(List<ControllerRevision> revisions) {
        return revisions.stream().mapToLong(TemplateRevisions::revision).max().orElse(0);
    }
}
