package dev.navarch.apiserver.kind.core.pod;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Containers that have ended stay so, unless the pod or the container says that they are started again. */
final class ContainerTransitions {

    private ContainerTransitions() {}

    static void check(Field status, Field old) {
        Field spec = old.get("spec");
        if (!allMayRestart(spec)) {
            check(status, old, "containerStatuses", spec.items("containers"));
            check(status, old, "initContainerStatuses", spec.items("initContainers"));
        }
        check(status, old, "ephemeralContainerStatuses", List.of());
    }

    private static void check(Field status, Field old, String list, List<Field> containers) {
        List<Field> before = old.get("status").items(list);
        for (int i = 0; i < before.size(); i++) {
            Field ended = before.get(i);
            if (!ended.get("state").get("terminated").isSet()) {
                continue;
            }
            String name = ended.get("name").text();
            boolean runs = status.items(list).stream()
                    .anyMatch(now -> now.get("name").is(name)
                            && !now.get("state").get("terminated").isSet());
            if (runs && !mayRestart(containers, ended, old.get("spec"))) {
                status.get(list).index(i).get("state").forbidden("may not be transitioned to non-terminated state");
            }
        }
    }

    private static boolean mayRestart(List<Field> containers, Field ended, Field spec) {
        long exitCode = ended.get("state").get("terminated").get("exitCode").number();
        return containers.stream()
                .filter(container -> container.get("name").is(ended.get("name").text()))
                .findFirst()
                .map(container -> mayRestart(container, exitCode, spec))
                .orElse(false);
    }

    private static boolean mayRestart(Field container, long exitCode, Field spec) {
        Field own = container.get("restartPolicy");
        for (Field rule : container.items("restartPolicyRules")) {
            if (rule.get("action").is("Restart") && matches(rule.get("exitCodes"), exitCode)) {
                return true;
            }
        }
        String policy = own.isSet() ? own.text() : spec.get("restartPolicy").text();
        return switch (policy) {
            case "Never" -> false;
            case "OnFailure" -> exitCode != 0;
            default -> true;
        };
    }

    private static boolean matches(Field codes, long exitCode) {
        boolean listed = codes.items("values").stream().anyMatch(value -> value.number() == exitCode);
        return codes.get("operator").is("In") ? listed : codes.get("operator").is("NotIn") && !listed;
    }

    /** One container may ask for all to be started again. */
    private static boolean allMayRestart(Field spec) {
        return List.of("containers", "initContainers").stream()
                .flatMap(list -> spec.items(list).stream())
                .flatMap(container -> container.items("restartPolicyRules").stream())
                .anyMatch(rule -> rule.get("action").is("RestartAllContainers"));
    }
}
