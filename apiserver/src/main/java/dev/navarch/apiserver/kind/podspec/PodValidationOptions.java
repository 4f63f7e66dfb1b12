package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.volumes.PodVolumes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is overlooked in a pod specification because the object had it before rules became stricter, or that depends on
 * where the specification stands.
 *
 * @param isPod the specification is a pod's own, not a template's
 * @param deletionCost a pod-deletion-cost that is no number
 * @param selectorValues label values in selectors of affinity terms
 * @param nodeAffinityValues label values in required node affinity
 * @param spreadSelectors label selectors of topology spread constraints
 * @param spreadLabelKeys keys of spread constraints that stand in their selector, too
 * @param tokenPaths paths of projected tokens that are not local
 * @param hostSysctls sysctls of namespaces that are shared with the host
 * @param selinuxChangePolicies all policies rather than {@code Recursive}
 * @param tolerationComparisons the operators {@code Lt} and {@code Gt}
 * @param hugePageFractions amounts of huge pages that are no multiple of their size
 * @param hostNetworkInUserNamespace the host's network without the host's users
 * @param devicesInUserNamespace block devices without the host's users
 * @param initContainerRestart resize policy RestartContainer of init containers that end
 */
public record PodValidationOptions(
        boolean isPod,
        boolean deletionCost,
        boolean selectorValues,
        boolean nodeAffinityValues,
        boolean spreadSelectors,
        boolean spreadLabelKeys,
        boolean tokenPaths,
        boolean hostSysctls,
        boolean selinuxChangePolicies,
        boolean tolerationComparisons,
        boolean hugePageFractions,
        boolean hostNetworkInUserNamespace,
        boolean devicesInUserNamespace,
        boolean initContainerRestart) {

    /** Nothing is overlooked, in a template that is created. */
    public static final PodValidationOptions NEW_TEMPLATE = strict(false);

    /** Nothing is overlooked, in a pod that is created. */
    public static final PodValidationOptions NEW_POD = strict(true);

    private static PodValidationOptions strict(boolean isPod) {
        return new PodValidationOptions(
                isPod, false, false, false, false, false, false, false, false, false, false, false, false, false);
    }

    /** For an update of a template; the old one may be missing. */
    public static PodValidationOptions forTemplate(JsonNode oldTemplate) {
        return oldTemplate.isObject() ? of(oldTemplate, false) : NEW_TEMPLATE;
    }

    /** For an update of a pod. */
    public static PodValidationOptions forPod(JsonNode oldPod) {
        return of(oldPod, true);
    }

    private static PodValidationOptions of(JsonNode old, boolean isPod) {
        Field spec = Field.root(old, List.of()).get("spec");
        JsonNode metadata = old.path("metadata");
        boolean hostUsers = !spec.get("hostUsers").isFalse();
        return new PodValidationOptions(
                isPod,
                !PodAnnotations.isDeletionCost(metadata.path("annotations")),
                complains(spec.get("affinity"), AffinityValidation::podSelectorValues),
                complains(spec.get("affinity"), AffinityValidation::nodeSelectorValues),
                complains(spec.get("topologySpreadConstraints"), TopologySpreadValidation::selectors),
                complains(spec.get("topologySpreadConstraints"), TopologySpreadValidation::labelKeys),
                PodVolumes.haveForeignTokenPath(spec.get("volumes")),
                complains(spec, PodSecurityValidation::hostSysctls),
                spec.get("securityContext").get("seLinuxChangePolicy").isSet(),
                spec.items("tolerations").stream().anyMatch(Tolerations::compares),
                complains(spec, ResourceValidation::hugePageFractions),
                !hostUsers && spec.get("hostNetwork").isTrue(),
                !hostUsers
                        && containers(spec).stream()
                                .anyMatch(c -> c.get("volumeDevices").size() > 0),
                spec.items("initContainers").stream().anyMatch(InitContainers::restartsOnResize));
    }

    private static boolean complains(Field field, Consumer<Field> rule) {
        List<FieldError> errors = new ArrayList<>();
        rule.accept(field.into(errors));
        return !errors.isEmpty();
    }

    /** The containers of all lists, init containers first. */
    static List<Field> containers(Field spec) {
        List<Field> all = new ArrayList<>(spec.items("initContainers"));
        all.addAll(spec.items("containers"));
        all.addAll(spec.items("ephemeralContainers"));
        return all;
    }
}
