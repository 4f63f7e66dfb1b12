package dev.navarch.apiserver.kind.volumes;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.podspec.NodeSelectors;
import java.util.List;

/** Specifications of persistent volumes. */
public final class PersistentVolumeSpecs {

    private static final List<String> RECLAIM_POLICIES = List.of("Delete", "Recycle", "Retain");
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");

    private PersistentVolumeSpecs() {}

    /**
     * Checks a specification.
     *
     * @param anyLabelValues the volume had label values before that are not allowed now
     */
    public static void check(Field spec, String name, boolean anyLabelValues) {
        if (spec.get("accessModes").size() == 0) {
            spec.get("accessModes").required();
        }
        ClaimSpecs.accessModes(spec.get("accessModes"));
        capacity(spec.get("capacity"));
        Field policy = spec.get("persistentVolumeReclaimPolicy");
        if (!policy.isZero()) {
            policy.oneOf(RECLAIM_POLICIES);
        }
        Field affinity = spec.get("nodeAffinity");
        if (affinity.isSet()) {
            affinity(affinity, anyLabelValues);
        }
        sources(spec, name);
        Field className = spec.get("storageClassName");
        if (!className.isZero()) {
            className.invalid(Names.dns1123Subdomain(className.text()));
        }
        spec.get("volumeMode").oneOfIfSet(VOLUME_MODES);
        attributes(spec);
    }

    private static void capacity(Field capacity) {
        if (capacity.size() == 0) {
            capacity.required();
        }
        if (!capacity.key("storage").isSet() || capacity.size() > 1) {
            capacity.add(FieldError.notSupported(
                    capacity.path(), capacity.isSet() ? capacity.value() : null, List.of("storage")));
        }
        for (Field amount : capacity.entries()) {
            Quantity quantity = amount.quantity();
            if (quantity.longValue() < 0) {
                amount.invalid(quantity.longValue(), "must be a valid resource quantity");
            }
            if (quantity.signum() <= 0) {
                amount.invalid("must be greater than zero");
            }
        }
    }

    private static void affinity(Field affinity, boolean anyLabelValues) {
        Field required = affinity.get("required");
        if (required.isSet()) {
            NodeSelectors.check(required, anyLabelValues);
        } else {
            required.required("must specify required node constraints");
        }
    }

    private static void sources(Field spec, String name) {
        boolean found = PersistentVolumeSources.check(spec, name);
        if (spec.get("local").isSet() && !spec.get("nodeAffinity").isSet()) {
            spec.get("nodeAffinity").required("Local volume requires node affinity");
        }
        if (!found) {
            spec.required("must specify a volume type");
        }
        boolean recycled = spec.get("persistentVolumeReclaimPolicy").is("Recycle");
        if (recycled && isRoot(spec.get("hostPath").get("path").text())) {
            spec.get("persistentVolumeReclaimPolicy").forbidden("may not be 'recycle' for a hostPath mount of '/'");
        }
    }

    private static boolean isRoot(String path) {
        return path.startsWith("/")
                && List.of(path.split("/", -1)).stream().allMatch(part -> part.isEmpty() || part.equals("."));
    }

    private static void attributes(Field spec) {
        Field className = spec.get("volumeAttributesClassName");
        if (!className.isSet()) {
            return;
        }
        if (className.text().isEmpty()) {
            className.required("an empty string is disallowed");
        } else {
            className.invalid(Names.dns1123Subdomain(className.text()));
        }
        if (!spec.get("csi").isSet()) {
            spec.get("csi").required("has to be specified when using volumeAttributesClassName");
        }
    }
}
