package dev.navarch.apiserver.kind.volumes;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The volumes of a pod. */
public final class PodVolumes {

    private static final List<String> HOST_PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");

    /**
     * What is known of the pod around a volume.
     *
     * @param podName empty in templates, and where the name is not known
     * @param isPod false in templates, which may leave out what is set later
     * @param anyTokenPath projected tokens may go anywhere, since they did before
     */
    public record Surroundings(String podName, boolean isPod, boolean anyTokenPath) {}

    private record Volume(Field itself, Surroundings around) {}

    private static final VolumeSourceRules<Volume> SOURCES = new VolumeSourceRules<Volume>()
            .tolerated("emptyDir", (source, volume) -> emptyDir(source))
            .source("hostPath", (source, volume) -> hostPath(source))
            .source("gitRepo", (source, volume) -> gitRepo(source))
            .source("gcePersistentDisk", "persistentDisk", "gcePersistentDisk", (source, volume) -> {
                source.get("pdName").require();
                LegacyVolumes.partition(source);
            })
            .source("awsElasticBlockStore", (source, volume) -> {
                source.get("volumeID").require();
                LegacyVolumes.partition(source);
            })
            .source("secret", (source, volume) -> keyed(source, "secretName"))
            .source("nfs", (source, volume) -> nfs(source))
            .source("iscsi", (source, volume) -> IscsiVolumes.inPod(source))
            .requiring("glusterfs", "endpoints", "path")
            .source("flocker", (source, volume) -> LegacyVolumes.flocker(source))
            .requiring("persistentVolumeClaim", "claimName")
            .requiring("rbd", "monitors", "image")
            .source("cinder", (source, volume) -> {
                source.get("volumeID").require();
                requireSecretName(source);
            })
            .requiringShownAs("cephfs", "cephfs", "cephFS", "monitors")
            .source("quobyte", (source, volume) -> LegacyVolumes.quobyte(source))
            .source("downwardAPI", "downwardAPI", "downwarAPI", (source, volume) -> DownwardVolumes.check(source))
            .source("fc", (source, volume) -> LegacyVolumes.fibreChannel(source))
            .source("flexVolume", (source, volume) -> LegacyVolumes.flex(source))
            .source("configMap", (source, volume) -> keyed(source, "name"))
            .requiring("azureFile", "secretName", "shareName")
            .requiring("vsphereVolume", "volumePath")
            .requiring("photonPersistentDisk", "pdID")
            .requiring("portworxVolume", "volumeID")
            .source("azureDisk", (source, volume) -> LegacyVolumes.azureDisk(source))
            .source("storageos", (source, volume) -> {
                LegacyVolumes.storageOs(source);
                requireSecretName(source);
            })
            .source(
                    "projected",
                    (source, volume) ->
                            ProjectedVolumes.check(source, volume.around().anyTokenPath()))
            .requiring("scaleIO", "gateway", "system", "volumeName")
            .source("csi", (source, volume) -> CsiVolumes.inPod(source))
            .source("ephemeral", PodVolumes::ephemeral)
            .source("image", (source, volume) -> image(source, volume.around()));

    private PodVolumes() {}

    /** Checks the list; answers the volumes that are well-formed, by name. */
    public static Map<String, Field> check(Field volumes, Surroundings around) {
        Set<String> created = createdClaims(volumes, around);
        Map<String, Field> sound = new LinkedHashMap<>();
        for (Field volume : volumes.items()) {
            List<FieldError> errors = new ArrayList<>();
            Field checked = volume.into(errors);
            source(checked, around);
            name(checked.get("name"), sound.keySet());
            if (errors.isEmpty()) {
                sound.put(volume.get("name").text(), volume);
            }
            volumes.errors().addAll(errors);
            Field claim = volume.get("persistentVolumeClaim").get("claimName");
            if (claim.isSet() && created.contains(claim.text())) {
                claim.invalid("must not reference a PVC that gets created for an ephemeral volume");
            }
        }
        return sound;
    }

    private static Set<String> createdClaims(Field volumes, Surroundings around) {
        Set<String> created = new HashSet<>();
        for (Field volume : volumes.items()) {
            if (!around.podName().isEmpty() && volume.get("ephemeral").isSet()) {
                created.add(around.podName() + "-" + volume.get("name").text());
            }
        }
        return created;
    }

    private static void source(Field volume, Surroundings around) {
        boolean found = SOURCES.check(volume, new Volume(volume, around));
        Field iscsi = volume.get("iscsi");
        if (iscsi.isSet()) {
            IscsiVolumes.checkNameLength(iscsi, volume.get("name"));
        }
        if (!found) {
            volume.required("must specify a volume type");
        }
    }

    private static void name(Field name, Set<String> taken) {
        if (name.isZero()) {
            name.required();
        } else {
            name.invalid(Names.dns1123Label(name.text()));
        }
        if (taken.contains(name.text())) {
            name.duplicate();
        }
    }

    private static void emptyDir(Field source) {
        if (source.get("sizeLimit").quantity().signum() < 0) {
            source.get("sizeLimit").forbidden("SizeLimit field must be a valid resource quantity");
        }
    }

    static void hostPath(Field source) {
        Field path = source.get("path");
        if (path.isZero()) {
            path.required();
            return;
        }
        RelativePaths.withoutBacksteps(path);
        source.get("type").oneOfIfSet(HOST_PATH_TYPES);
    }

    private static void gitRepo(Field source) {
        source.get("repository").require();
        RelativePaths.descending(source.get("directory"));
    }

    private static void keyed(Field source, String nameField) {
        source.get(nameField).require();
        FileModes.check(source.get("defaultMode"));
        source.items("items").forEach(FileModes::keyToPath);
    }

    static void nfs(Field source) {
        source.get("server").require();
        Field path = source.get("path");
        path.require();
        if (!path.text().startsWith("/")) {
            path.invalid("must be an absolute path");
        }
    }

    private static void requireSecretName(Field source) {
        Field secret = source.get("secretRef");
        if (secret.isSet()) {
            secret.get("name").require();
        }
    }

    private static void ephemeral(Field source, Volume volume) {
        Field template = source.get("volumeClaimTemplate");
        if (template.isSet()) {
            ClaimSpecs.template(template);
        } else {
            template.required();
        }
        String pod = volume.around().podName();
        Field name = volume.itself().get("name");
        if (!pod.isEmpty() && !name.isZero()) {
            String claim = pod + "-" + name.text();
            Names.dns1123Subdomain(claim)
                    .forEach(detail -> name.invalid("PVC name " + FieldValue.quote(claim) + ": " + detail));
        }
    }

    private static void image(Field source, Surroundings around) {
        if (around.isPod()) {
            source.get("reference").require();
        }
        source.get("pullPolicy").requireOneOf(PULL_POLICIES);
    }

    /** Whether a volume projects a token to a path that new pods may not use. */
    public static boolean haveForeignTokenPath(Field volumes) {
        return volumes.items().stream()
                .anyMatch(volume -> ProjectedVolumes.hasForeignTokenPath(volume.get("projected")));
    }
}
