package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.volumes.RelativePaths;
import java.io.IOException;

/** Annotations that were fields before there were fields, and those that controllers read. */
public final class PodAnnotations {

    public static final String MIRROR = "kubernetes.io/config.mirror";
    public static final String APP_ARMOR_PREFIX = "container.apparmor.security.beta.kubernetes.io/";

    private static final String TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String LOCALHOST = "localhost/";

    private PodAnnotations() {}

    /** Whether the cost, where there is one, is a number as it should be. */
    static boolean isDeletionCost(JsonNode annotations) {
        String cost = annotations.path(DELETION_COST).asText("0");
        if (cost.startsWith("+") || (cost.startsWith("0") && !cost.equals("0"))) {
            return false;
        }
        try {
            Integer.parseInt(cost);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Checks the annotations of a pod or of a template of one. */
    public static void check(Field annotations, Field spec, PodValidationOptions options) {
        Field mirror = annotations.key(MIRROR);
        if (mirror.isSet() && spec.get("nodeName").isZero()) {
            mirror.invalid("must set spec.nodeName if mirror pod annotation is set");
        }
        tolerations(annotations, options);
        if (!options.deletionCost() && !isDeletionCost(annotations.value())) {
            annotations.key(DELETION_COST).invalid("must be a 32bit integer");
        }
        for (Field annotation : annotations.entries()) {
            String key = annotation.name();
            if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER_PREFIX)) {
                seccomp(annotation.shownAt(annotations.path() + "." + key));
            } else if (key.startsWith(APP_ARMOR_PREFIX)) {
                appArmor(annotation, spec);
            }
        }
    }

    private static void tolerations(Field annotations, PodValidationOptions options) {
        String text = annotations.key(TOLERATIONS).text();
        if (text.isEmpty()) {
            return;
        }
        try {
            JsonNode tolerations = Json.mapper().readTree(text);
            Tolerations.check(
                    Field.at(tolerations, annotations.path() + "." + TOLERATIONS, annotations.errors()), options);
        } catch (IOException e) {
            annotations.invalid(TOLERATIONS, "invalid character in JSON");
        }
    }

    private static void seccomp(Field annotation) {
        String profile = annotation.text();
        switch (profile) {
            case "runtime/default", "docker/default", "unconfined" -> {}
            default -> {
                if (profile.startsWith(LOCALHOST)) {
                    String path = profile.substring(LOCALHOST.length());
                    RelativePaths.descending(
                            Field.at(Json.nodes().textNode(path), annotation.path(), annotation.errors()));
                } else {
                    annotation.invalid("must be a valid seccomp profile");
                }
            }
        }
    }

    private static void appArmor(Field annotation, Field spec) {
        String container = annotation.name().substring(APP_ARMOR_PREFIX.length());
        boolean found = PodValidationOptions.containers(spec).stream()
                .anyMatch(c -> c.get("name").is(container));
        if (!found) {
            annotation.invalid(container, "container not found");
        }
        String profile = annotation.text();
        boolean wellFormed = profile.isEmpty()
                || profile.equals("runtime/default")
                || profile.equals("unconfined")
                || profile.startsWith(LOCALHOST);
        if (!wellFormed) {
            annotation.invalid("invalid AppArmor profile name: " + FieldValue.quote(profile));
        }
    }

    /** Where an annotation and a field say the same thing, they must say the same. */
    public static void agreeWithFields(Field annotations, Field spec) {
        Field podSeccomp = spec.get("securityContext").get("seccompProfile");
        agree(annotations.key(SECCOMP_POD), podSeccomp, podSeccomp, "seccomp");
        for (Field container : PodValidationOptions.containers(spec)) {
            Field own = container.get("securityContext").get("seccompProfile");
            agree(
                    annotations.key(
                            SECCOMP_CONTAINER_PREFIX + container.get("name").text()),
                    own,
                    own,
                    "seccomp");
        }
        if (spec.get("os").get("name").is("windows")) {
            return;
        }
        Field podProfile = spec.get("securityContext").get("appArmorProfile");
        for (Field container : PodValidationOptions.containers(spec)) {
            Field own = container.get("securityContext").get("appArmorProfile");
            Field effective = own.isSet() ? own : podProfile;
            agree(annotations.key(APP_ARMOR_PREFIX + container.get("name").text()), effective, own, "apparmor");
        }
    }

    private static void agree(Field annotation, Field profile, Field shown, String system) {
        if (!annotation.isSet() || !profile.isSet()) {
            return;
        }
        String said = annotation.text();
        boolean typeAgrees = switch (profile.get("type").text()) {
            case "Unconfined" -> said.equals("unconfined");
            case "RuntimeDefault" ->
                said.equals("runtime/default") || (system.equals("seccomp") && said.equals("docker/default"));
            case "Localhost" -> said.startsWith(LOCALHOST);
            default -> true;
        };
        if (!typeAgrees) {
            shown.get("type").forbidden(system + " type in annotation and field must match");
        } else if (profile.get("type").is("Localhost")
                && !said.substring(LOCALHOST.length())
                        .equals(profile.get("localhostProfile").text())) {
            shown.get("localhostProfile").forbidden(system + " profile in annotation and field must match");
        }
    }
}
