package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.volumes.DownwardFields;
import dev.navarch.apiserver.kind.volumes.RelativePaths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment variables of a container and where they come from. */
final class Environment {

    private static final List<String> FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private Environment() {}

    static void variables(Field variables) {
        for (Field variable : variables.items()) {
            Field name = variable.get("name");
            if (name.isZero()) {
                name.required();
            } else {
                name.invalid(Names.envVarName(name.text()));
            }
            if (variable.get("valueFrom").isSet()) {
                source(variable.get("valueFrom"), !variable.get("value").isZero());
            }
        }
    }

    private static void source(Field source, boolean hasValue) {
        int sources = 0;
        if (source.get("fieldRef").isSet()) {
            sources++;
            DownwardFields.field(source.get("fieldRef"), FIELDS);
        }
        if (source.get("resourceFieldRef").isSet()) {
            sources++;
            DownwardFields.resource(source.get("resourceFieldRef"), false);
        }
        for (String keyed : List.of("configMapKeyRef", "secretKeyRef")) {
            if (source.get(keyed).isSet()) {
                sources++;
                key(source.get(keyed));
            }
        }
        if (source.get("fileKeyRef").isSet()) {
            sources++;
            fileKey(source.get("fileKeyRef"));
        }
        if (sources == 0) {
            source.invalid(
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
        } else if (hasValue) {
            source.invalid("", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            source.invalid("", "may not have more than one field specified at a time");
        }
    }

    private static void key(Field selector) {
        Field name = selector.get("name");
        name.invalid(Names.dns1123Subdomain(name.text()));
        Field key = selector.get("key");
        if (key.isZero()) {
            key.required();
        } else {
            key.invalid(Names.configMapKey(key.text()));
        }
    }

    private static void fileKey(Field selector) {
        Field key = selector.get("key");
        if (key.isZero()) {
            key.required();
        } else {
            key.invalid(Names.envVarName(key.text()));
        }
        Field volume = selector.get("volumeName");
        if (volume.isZero()) {
            volume.required();
        } else {
            volume.invalid(Names.dns1123Label(volume.text()));
        }
        Field path = selector.get("path");
        if (path.isZero()) {
            path.required();
        } else {
            RelativePaths.withoutBacksteps(path);
        }
    }

    static void sources(Field sources) {
        for (Field source : sources.items()) {
            Field prefix = source.get("prefix");
            if (!prefix.isZero()) {
                prefix.invalid(Names.envVarName(prefix.text()));
            }
            int set = 0;
            for (String kind : List.of("configMapRef", "secretRef")) {
                if (source.get(kind).isSet()) {
                    set++;
                    reference(source.get(kind).get("name"));
                }
            }
            if (set == 0) {
                sources.invalid("", "must specify one of: `configMapRef` or `secretRef`");
            } else if (set > 1) {
                sources.invalid("", "may not have more than one field specified at a time");
            }
        }
    }

    private static void reference(Field name) {
        if (name.isZero()) {
            name.required();
        } else {
            name.invalid(Names.SUBDOMAIN.check(name.text(), true));
        }
    }

    /** Variables that are read from files need a volume of the pod that is an emptyDir. */
    static void fileVolumes(Field spec) {
        Map<String, Field> volumes = new HashMap<>();
        spec.items("volumes").forEach(volume -> volumes.put(volume.get("name").text(), volume));
        for (Field container : PodValidationOptions.containers(spec)) {
            for (Field variable : container.items("env")) {
                Field reference = variable.get("valueFrom").get("fileKeyRef");
                if (!reference.isSet()) {
                    continue;
                }
                Field name = reference.get("volumeName");
                Field volume = volumes.get(name.text());
                if (volume == null) {
                    name.notFound();
                } else if (!volume.get("emptyDir").isSet()) {
                    name.invalid("referenced volume must be of type emptyDir");
                }
            }
        }
    }
}
