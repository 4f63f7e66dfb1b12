package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes fields of the AppArmor annotations that were there before the fields (KEP-24). */
public final class AppArmorAnnotations {

    static final String DEPRECATED = ": deprecated since v1.30; use the \"appArmorProfile\" field instead";
    private static final String LOCALHOST = "localhost/";

    private AppArmorAnnotations() {}

    /** The profile that an annotation names; empty for one that names none. */
    static Optional<ObjectNode> profile(String annotation) {
        ObjectNode profile = Json.object();
        if (annotation.equals("unconfined")) {
            profile.put("type", "Unconfined");
        } else if (annotation.equals("runtime/default")) {
            profile.put("type", "RuntimeDefault");
        } else if (annotation.startsWith(LOCALHOST) && annotation.length() > LOCALHOST.length()) {
            profile.put("type", "Localhost");
            profile.put("localhostProfile", annotation.substring(LOCALHOST.length()));
        } else {
            return Optional.empty();
        }
        return Optional.of(profile);
    }

    /** Sets the fields of a new pod; answers what clients are warned of. */
    public static List<String> toFields(ObjectNode pod) {
        ObjectNode spec = Fields.objectOrNew(pod, "spec");
        List<String> warnings = new ArrayList<>();
        if (Fields.text(Fields.object(spec, "os"), "name").equals("windows")) {
            return warnings;
        }
        ObjectNode podProfile = Fields.object(Fields.object(spec, "securityContext"), "appArmorProfile");
        for (ObjectNode container : Containers.all(spec)) {
            String key = PodAnnotations.APP_ARMOR_PREFIX + Fields.text(container, "name");
            String annotation = ObjectMeta.annotations(pod).get(key);
            boolean hasField = Fields.isSet(Fields.object(container, "securityContext"), "appArmorProfile");
            if (annotation == null || hasField) {
                continue;
            }
            Optional<ObjectNode> profile = profile(annotation);
            boolean isNews = profile.isPresent() && !profile.get().equals(podProfile);
            if (isNews) {
                Fields.objectOrNew(container, "securityContext").set("appArmorProfile", profile.get());
            }
            if (isNews || profile.isEmpty()) {
                warnings.add("metadata.annotations[" + key + "]" + DEPRECATED);
            }
        }
        return warnings;
    }
}
