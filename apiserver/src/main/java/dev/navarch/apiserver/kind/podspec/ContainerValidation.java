package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What containers of all lists have in common. */
final class ContainerValidation {

    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

    private ContainerValidation() {}

    static void check(Field container, PodSurroundings pod) {
        Field name = container.get("name");
        if (name.isZero()) {
            name.required();
        } else {
            name.invalid(Names.dns1123Label(name.text()));
        }
        container.get("image").require();
        container.get("terminationMessagePolicy").requireOneOf(MESSAGE_POLICIES);
        ports(container.get("ports"));
        Environment.variables(container.get("env"));
        Environment.sources(container.get("envFrom"));
        Mounts.check(container, pod.volumes());
        container.get("imagePullPolicy").requireOneOf(PULL_POLICIES);
        ResourceValidation.container(container.get("resources"), pod);
        resizePolicy(container.get("resizePolicy"), pod.neverRestarts());
        SecurityContextValidation.check(container.get("securityContext"), pod.hostUsers());
    }

    /** Holds for pods only: templates of old may have a blank for an image. */
    static void image(Field container) {
        String image = container.get("image").text();
        if (!image.equals(image.strip())) {
            container.get("image").invalid("must not have leading or trailing whitespace");
        }
    }

    private static void ports(Field ports) {
        Set<String> names = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.get("name");
            if (!name.isZero()) {
                List<String> problems = Names.portName(name.text());
                name.invalid(problems);
                if (problems.isEmpty() && !names.add(name.text())) {
                    name.duplicate();
                }
            }
            Field number = port.get("containerPort");
            if (number.isZero()) {
                number.required();
            } else {
                number.inRange(1, 65_535);
            }
            if (!port.get("hostPort").isZero()) {
                port.get("hostPort").inRange(1, 65_535);
            }
            port.get("protocol").requireOneOf(PROTOCOLS);
        }
    }

    private static void resizePolicy(Field policies, boolean neverRestarts) {
        Set<String> resources = new HashSet<>();
        for (Field policy : policies.items()) {
            String resource = policy.get("resourceName").text();
            if (!resources.add(resource)) {
                policy.duplicate(resource);
            }
            policy.get("resourceName").shownAt(policies.path()).requireOneOf(RESIZABLE);
            Field restart = policy.get("restartPolicy").shownAt(policies.path());
            restart.requireOneOf(RESIZE_POLICIES);
            if (neverRestarts && !restart.is("NotRequired")) {
                restart.invalid("must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
