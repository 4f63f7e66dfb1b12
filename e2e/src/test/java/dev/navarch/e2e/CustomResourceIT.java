package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a definition and its instances, with the oldest and the newest kubectl. */
class CustomResourceIT {

    private static final Cluster CLUSTER = Cluster.named("custom");

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: ships.harbour.example}
            spec:
              group: harbour.example
              scope: Namespaced
              names: {plural: ships, singular: ship, kind: Ship, shortNames: [sh], categories: [all]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.masts, statusReplicasPath: .status.masts}
                additionalPrinterColumns:
                - {name: Masts, type: integer, jsonPath: .spec.masts}
                - {name: State, type: string, jsonPath: .status.state}
                schema:
                  openAPIV3Schema:
                    type: object
                    description: A ship has masts.
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        required: [port]
                        properties:
                          port: {type: string, pattern: '^[a-z]+$'}
                          masts: {type: integer, minimum: 1, maximum: 5, default: 3}
                          crew: {type: array, maxItems: 2, items: {type: string}}
                      status:
                        type: object
                        properties: {state: {type: string}, masts: {type: integer}}
            """;
    private static final String SHIP = """
            apiVersion: harbour.example/v1
            kind: Ship
            metadata: {name: vega}
            spec: {port: bergen}
            """;

    @BeforeAll
    static void start() {
        CLUSTER.up("--runtime", "simulated");
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    static Stream<Path> versions() {
        return Stream.of(Kubectl.all().getFirst(), Kubectl.all().getLast()).distinct();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_definition_serves_its_resource_until_it_is_deleted(Path kubectl) {
        apply(kubectl, DEFINITION).succeeded();
        run(kubectl, "wait", "--for=condition=Established", "crd/ships.harbour.example", "--timeout=30s");
        Eventually.output(
                "the resource is discovered",
                () -> CLUSTER.kubectl(kubectl, "", "api-resources", "--cached=false"),
                output -> output.matches("(?s).*ships +sh +harbour.example/v1 +true +Ship.*"));
        Eventually.holds(
                "its schema is published",
                () -> CLUSTER.kubectl(kubectl, "", "explain", "ship.spec.masts")
                        .output()
                        .contains("<integer>"));

        try (Running watch = CLUSTER.start(kubectl.toString(), "get", "ships", "--watch", "--output-watch-events")) {
            apply(kubectl, SHIP).succeeded();
            watch.printed("ADDED +vega +3");
            run(kubectl, "patch", "ship", "vega", "--type=merge", "-p", "{\"spec\":{\"masts\":2}}");
            watch.printed("MODIFIED +vega +2");
        }
        invalid(
                kubectl,
                SHIP.replace("bergen}", "bergen, masts: 9}"),
                "spec.masts",
                "should be less than or equal to 5");
        invalid(kubectl, SHIP.replace("bergen", "BERGEN"), "spec.port", "should match '^[a-z]+$'");
        invalid(kubectl, SHIP.replace("bergen}", "bergen, crew: [a, b, c]}"), "spec.crew", "must have at most 2 items");
        invalid(kubectl, SHIP.replace("{port: bergen}", "{}"), "spec.port", "Required value");
        String unknown =
                apply(kubectl, SHIP.replace("bergen}", "bergen, wings: 2}")).failed();
        assertTrue(unknown.contains("unknown field \"spec.wings\""), unknown);
        CLUSTER.kubectl(kubectl, SHIP.replace("bergen}", "bergen, wings: 2}"), "apply", "--validate=false", "-f", "-")
                .succeeded();
        assertEquals("", run(kubectl, "get", "ship", "vega", "-o", "jsonpath={.spec.wings}"), "pruned");

        run(kubectl, "patch", "ship", "vega", "--type=merge", "-p", "{\"status\":{\"state\":\"lost\"}}");
        assertEquals("", run(kubectl, "get", "ship", "vega", "-o", "jsonpath={.status.state}"), "status is apart");
        run(
                kubectl,
                "patch",
                "ship",
                "vega",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"state\":\"moored\"}}");
        assertTrue(run(kubectl, "get", "sh").matches("(?s)NAME +MASTS +STATE\nvega +2 +moored\n"));
        run(kubectl, "scale", "ship/vega", "--replicas=4");
        assertEquals("4", run(kubectl, "get", "ship", "vega", "-o", "jsonpath={.spec.masts}"));
        assertTrue(run(kubectl, "get", "all").contains("ship.harbour.example/vega"));
        CLUSTER.kubectl(kubectl, SHIP, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .succeeded();

        run(kubectl, "delete", "crd", "ships.harbour.example", "--timeout=60s");
        Eventually.holds(
                "the resource is gone",
                () -> CLUSTER.kubectl(kubectl, "", "get", "ships.harbour.example")
                        .output()
                        .contains("the server doesn't have a resource type"));
        apply(kubectl, DEFINITION).succeeded();
        run(kubectl, "wait", "--for=condition=Established", "crd/ships.harbour.example", "--timeout=30s");
        Eventually.output(
                "its instances went with it",
                () -> CLUSTER.kubectl(kubectl, "", "get", "ships.harbour.example"),
                output -> output.contains("No resources found"));
        run(kubectl, "delete", "crd", "ships.harbour.example");
    }

    private static String run(Path kubectl, String... arguments) {
        return CLUSTER.kubectl(kubectl, "", arguments).succeeded();
    }

    private static Shell.Result apply(Path kubectl, String manifest) {
        return CLUSTER.kubectl(kubectl, manifest, "apply", "-f", "-");
    }

    private static void invalid(Path kubectl, String manifest, String field, String text) {
        String refused = apply(kubectl, manifest).failed();
        assertTrue(refused.contains(field) && refused.contains(text), refused);
    }
}
