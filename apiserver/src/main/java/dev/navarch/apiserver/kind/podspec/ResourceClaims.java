package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.InternalForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The claims to devices that a pod has, and the references of its containers to them (KEP-4381). */
final class ResourceClaims {

    private ResourceClaims() {}

    static void ofPod(Field claims, Field metadata) {
        boolean isStatic =
                metadata.get("annotations").key(PodAnnotations.MIRROR).isSet();
        Set<String> names = new HashSet<>();
        for (Field claim : claims.items()) {
            if (isStatic) {
                claim.shownAt("[]").forbidden("static pods do not support resource claims");
                continue;
            }
            Field name = claim.get("name");
            if (name.isZero()) {
                name.required();
            } else if (!names.add(name.text())) {
                name.duplicate();
            } else {
                name.invalid(Names.dns1123Label(name.text()));
            }
            source(claim);
        }
    }

    private static void source(Field claim) {
        Field direct = claim.get("resourceClaimName");
        Field template = claim.get("resourceClaimTemplateName");
        if (direct.isSet() && template.isSet()) {
            claim.invalid(
                    InternalForm.of("PodResourceClaim", claim.value()),
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
        }
        if (!direct.isSet() && !template.isSet()) {
            claim.invalid(
                    InternalForm.of("PodResourceClaim", claim.value()),
                    "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
        for (Field name : List.of(direct, template)) {
            if (name.isSet()) {
                name.invalid(Names.dns1123Subdomain(name.text()));
            }
        }
    }

    static void ofContainer(Field claims, Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (Field claim : claims.items()) {
            String name = claim.get("name").text();
            if (name.isEmpty()) {
                claim.required();
                continue;
            }
            if (seen.contains(name)) {
                claim.duplicate(name);
            } else {
                reference(claim, name, seen);
            }
            if (!known.contains(name)) {
                claim.add(unknown(claim.path(), name, known));
            }
        }
    }

    private static void reference(Field claim, String name, Set<String> seen) {
        Field request = claim.get("request");
        if (!request.isZero()) {
            request.invalid(Names.dns1123Label(request.text()));
        }
        String key = request.isZero() ? name : name + "/" + request.text();
        if (seen.contains(key)) {
            claim.duplicate(key);
        } else if (request.isZero()) {
            seen.stream().filter(other -> other.startsWith(name + "/")).forEach(other -> claim.duplicate(name));
        }
        seen.add(key);
    }

    private static FieldError unknown(String path, String name, Set<String> known) {
        String those = known.isEmpty() ? " which is empty" : ": " + String.join(", ", new TreeSet<>(known));
        return new FieldError(
                "FieldValueNotFound",
                path,
                "Not found: " + FieldValue.quote(name) + ": must be one of the names in pod.spec.resourceClaims"
                        + those);
    }
}
