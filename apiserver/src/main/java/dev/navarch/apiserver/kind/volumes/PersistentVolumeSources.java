package dev.navarch.apiserver.kind.volumes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Where a persistent volume really is: exactly one of the sources. */
public final class PersistentVolumeSources {

    private static final List<String> NAMES = List.of(
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "hostPath",
            "glusterfs",
            "nfs",
            "rbd",
            "quobyte",
            "iscsi",
            "flexVolume",
            "cinder",
            "cephfs",
            "fc",
            "flocker",
            "azureFile",
            "vsphereVolume",
            "azureDisk",
            "photonPersistentDisk",
            "portworxVolume",
            "scaleIO",
            "local",
            "storageos",
            "csi");

    private static final VolumeSourceRules<String> RULES = new VolumeSourceRules<String>()
            .source("hostPath", (source, volume) -> PodVolumes.hostPath(source))
            .source("gcePersistentDisk", "persistentDisk", "gcePersistentDisk", (source, volume) -> {
                source.get("pdName").require();
                LegacyVolumes.partition(source);
            })
            .source("awsElasticBlockStore", (source, volume) -> {
                source.get("volumeID").require();
                LegacyVolumes.partition(source);
            })
            .source("glusterfs", (source, volume) -> {
                VolumeSourceRules.requireAll(source, "endpoints", "path");
                LegacyVolumes.glusterfsEndpointsNamespace(source);
            })
            .source("flocker", (source, volume) -> LegacyVolumes.flocker(source))
            .source("nfs", (source, volume) -> PodVolumes.nfs(source))
            .requiring("rbd", "monitors", "image")
            .source("quobyte", (source, volume) -> LegacyVolumes.quobyte(source))
            .requiringShownAs("cephfs", "cephfs", "cephFS", "monitors")
            .source("iscsi", IscsiVolumes::inVolume)
            .source("cinder", (source, volume) -> {
                source.get("volumeID").require();
                secret(source);
            })
            .source("fc", (source, volume) -> LegacyVolumes.fibreChannel(source))
            .tolerated("flexVolume", (source, volume) -> LegacyVolumes.flex(source))
            .source("azureFile", (source, volume) -> {
                VolumeSourceRules.requireAll(source, "secretName", "shareName");
                if (source.get("secretNamespace").isSet()) {
                    source.get("secretNamespace").require();
                }
            })
            .requiring("vsphereVolume", "volumePath")
            .requiring("photonPersistentDisk", "pdID")
            .requiring("portworxVolume", "volumeID")
            .source("azureDisk", (source, volume) -> LegacyVolumes.azureDisk(source))
            .requiring("scaleIO", "gateway", "system", "volumeName")
            .source("local", (source, volume) -> local(source))
            .source("storageos", (source, volume) -> {
                LegacyVolumes.storageOs(source);
                secret(source);
            })
            .source("csi", (source, volume) -> CsiVolumes.inVolume(source));

    private PersistentVolumeSources() {}

    /** Whether there is one; errors go to the specification. */
    static boolean check(Field spec, String volumeName) {
        return RULES.check(spec, volumeName);
    }

    private static void secret(Field source) {
        Field secret = source.get("secretRef");
        if (secret.isSet()) {
            VolumeSourceRules.requireAll(secret, "name", "namespace");
        }
    }

    private static void local(Field source) {
        Field path = source.get("path");
        if (path.isZero()) {
            path.required();
        } else {
            RelativePaths.withoutBacksteps(path);
        }
    }

    /** The part of a specification that says where the volume is. */
    public static ObjectNode of(JsonNode spec) {
        ObjectNode sources = Json.object();
        for (String name : NAMES) {
            if (spec.hasNonNull(name)) {
                sources.set(name, spec.get(name).deepCopy());
            }
        }
        return sources;
    }
}
