package dev.navarch.apiserver.kind.volumes;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;
import java.util.Locale;

/** Rules of the volume plugins of old that have more to them than required fields. */
final class LegacyVolumes {

    private static final List<String> CACHING = List.of("None", "ReadOnly", "ReadWrite");
    private static final List<String> DISK_KINDS = List.of("Dedicated", "Managed", "Shared");
    private static final List<String> MANAGED_URI =
            List.of("/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
    private static final List<String> BLOB_URI =
            List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
    private static final String HOST_PORTS = "must be a host:port pair or multiple pairs separated by commas";

    private LegacyVolumes() {}

    static void partition(Field disk) {
        Field partition = disk.get("partition");
        if (partition.number() < 0 || partition.number() > 255) {
            partition.invalid("must be between 1 and 255, inclusive");
        }
    }

    static void fibreChannel(Field fc) {
        Field names = fc.get("targetWWNs");
        boolean hasIds = fc.get("wwids").size() > 0;
        if (names.size() == 0) {
            if (!hasIds) {
                names.required("must specify either targetWWNs or wwids, but not both");
            }
            return;
        }
        if (hasIds) {
            names.invalid("targetWWNs and wwids can not be specified simultaneously");
        }
        Field lun = fc.get("lun");
        if (lun.isSet()) {
            lun.inRange(0, 255);
        } else {
            lun.required("lun is required if targetWWNs is specified");
        }
    }

    static void quobyte(Field quobyte) {
        Field registry = quobyte.get("registry");
        if (registry.isZero()) {
            registry.required(HOST_PORTS);
        } else if (quobyte.get("tenant").text().length() >= 65) {
            quobyte.get("tenant").required("must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.text().split(",", -1)) {
                if (!pair.matches("([^:\\[\\]]*|\\[[^\\[\\]]*]):[^:\\[\\]]*")) {
                    registry.invalid(HOST_PORTS);
                }
            }
        }
        quobyte.get("volume").require();
    }

    static void flocker(Field flocker) {
        Field name = flocker.get("datasetName");
        boolean hasId = !flocker.get("datasetUUID").isZero();
        if (name.isZero() && !hasId) {
            flocker.required("one of datasetName and datasetUUID is required");
        }
        if (!name.isZero() && hasId) {
            flocker.invalid("resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (name.text().contains("/")) {
            name.invalid("must not contain '/'");
        }
    }

    static void flex(Field flex) {
        flex.get("driver").require();
        for (Field option : flex.get("options").entries()) {
            String key = option.name();
            int slash = key.indexOf('/');
            String domain = "." + (slash < 0 ? key : key.substring(0, slash)).toLowerCase(Locale.ROOT);
            if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                option.add(FieldError.invalid(option.path(), key, "kubernetes.io and k8s.io namespaces are reserved"));
            }
        }
    }

    static void azureDisk(Field disk) {
        disk.get("diskName").require();
        Field uri = disk.get("diskURI");
        uri.require();
        disk.get("cachingMode").oneOfIfSet(CACHING);
        Field kind = disk.get("kind");
        kind.oneOfIfSet(DISK_KINDS);
        if (kind.isSet()) {
            boolean managed = kind.is("Managed");
            if (!uri.text().startsWith(managed ? "/subscriptions/" : "https://")) {
                uri.notSupported(managed ? MANAGED_URI : BLOB_URI);
            }
        }
    }

    static void storageOs(Field storage) {
        Field name = storage.get("volumeName");
        if (name.isZero()) {
            name.required();
        } else {
            name.invalid(Names.dns1123Label(name.text()));
        }
        Field namespace = storage.get("volumeNamespace");
        if (!namespace.isZero()) {
            namespace.invalid(Names.dns1123Label(namespace.text()));
        }
    }

    static void glusterfsEndpointsNamespace(Field glusterfs) {
        Field namespace = glusterfs.get("endpointsNamespace");
        if (namespace.isSet() && namespace.text().isEmpty()) {
            namespace.invalid("", "if the endpointnamespace is set, it must be a valid namespace name");
        } else if (namespace.isSet()) {
            namespace.invalid(Names.dns1123Label(namespace.text()));
        }
    }
}
