package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Warnings about volumes: plugins of old, and files that lie in each other's way. */
final class VolumeWarnings {

    private static final Map<String, String> DEPRECATED = deprecated();

    private record File(String path, String source) {

        boolean collidesWith(File other) {
            return equals(other)
                    || (other.path + "/").startsWith(path + "/")
                    || (path + "/").startsWith(other.path + "/");
        }

        @Override
        public String toString() {
            return FieldValue.quote(path) + (source.isEmpty() ? "" : " (" + source + ")");
        }
    }

    private VolumeWarnings() {}

    private static Map<String, String> deprecated() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
        texts.put("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+");
        texts.put("scaleIO", "deprecated in v1.16, non-functional in v1.22+");
        texts.put("flocker", "deprecated in v1.22, non-functional in v1.25+");
        texts.put("storageos", "deprecated in v1.22, non-functional in v1.25+");
        texts.put("quobyte", "deprecated in v1.22, non-functional in v1.25+");
        texts.put("glusterfs", "deprecated in v1.25, non-functional in v1.26+");
        texts.put("ephemeral", "");
        texts.put("cephfs", "deprecated in v1.28, non-functional in v1.31+");
        texts.put("rbd", "deprecated in v1.28, non-functional in v1.31+");
        return texts;
    }

    static List<String> of(Field volumes) {
        List<String> warnings = new ArrayList<>();
        for (Field volume : volumes.items()) {
            DEPRECATED.forEach((source, text) -> {
                if (source.equals("ephemeral")) {
                    claim(volume.get(source).get("volumeClaimTemplate").get("spec"), warnings);
                } else if (volume.get(source).isSet()) {
                    String shown = source.equals("storageos") ? "storageOS" : source;
                    warnings.add(volume.get(source, shown).path() + ": " + text);
                }
            });
        }
        volumes.items().forEach(volume -> overlaps(volume, warnings));
        return warnings;
    }

    private static void claim(Field spec, List<String> warnings) {
        for (String list : List.of("requests", "limits")) {
            Field storage = spec.get("resources").get(list).key("storage");
            if (storage.isSet() && PodWarnings.isFraction(storage.quantity())) {
                warnings.add(storage.path() + ": fractional byte value " + FieldValue.quote(storage.text())
                        + " is invalid, must be an integer");
            }
        }
    }

    private static void overlaps(Field volume, List<String> warnings) {
        Field configMap = volume.get("configMap");
        Field secret = volume.get("secret");
        String name = volume.get("name").text();
        files(configMap, "")
                .forEachOverlap(text -> warnings.add(overlap(
                        name,
                        "ConfigMap " + FieldValue.quote(configMap.get("name").text()),
                        text)));
        files(secret, "")
                .forEachOverlap(text -> warnings.add(overlap(
                        name,
                        "Secret " + FieldValue.quote(secret.get("secretName").text()),
                        text)));
        files(volume.get("downwardAPI"), "").forEachOverlap(text -> warnings.add(overlap(name, "DownwardAPI", text)));
        if (volume.get("projected").isSet()) {
            projected(volume, warnings);
        }
    }

    private static String overlap(String volume, String source, String text) {
        return "volume " + FieldValue.quote(volume) + " (" + source + "): overlapping paths: " + text;
    }

    private static void projected(Field volume, List<String> warnings) {
        String name = volume.get("name").text();
        Files all = new Files();
        for (Field source : volume.get("projected").items("sources")) {
            if (source.size() == 0) {
                warnings.add("volume " + FieldValue.quote(name) + " (Projected) has no sources provided");
                continue;
            }
            all.addAll(sourceFiles(source));
        }
        all.forEachOverlap(text -> warnings.add(overlap(name, "Projected", text)));
    }

    private static Files sourceFiles(Field source) {
        for (String kind : List.of("configMap", "secret")) {
            Field keyed = source.get(kind);
            if (keyed.get("items").isSet()) {
                String shown = kind.equals("secret") ? "Secret " : "ConfigMap ";
                return files(keyed, shown + FieldValue.quote(keyed.get("name").text()));
            }
        }
        if (source.get("downwardAPI").get("items").isSet()) {
            return files(source.get("downwardAPI"), "DownwardAPI");
        }
        Files files = new Files();
        if (source.get("serviceAccountToken").isSet()) {
            files.add(source.get("serviceAccountToken").get("path").text(), "ServiceAccountToken");
        }
        return files;
    }

    private static Files files(Field source, String shown) {
        Files files = new Files();
        source.items("items").forEach(item -> files.add(item.get("path").text(), shown));
        return files;
    }

    /** The files of a volume, in order. */
    private static final class Files {

        private final List<File> files = new ArrayList<>();

        void add(String path, String source) {
            files.add(new File(path.replaceAll("/+$", ""), source));
        }

        void addAll(Files others) {
            files.addAll(others.files);
        }

        void forEachOverlap(Consumer<String> action) {
            for (int i = 0; i < files.size(); i++) {
                File file = files.get(i);
                for (File earlier : files.subList(0, i)) {
                    boolean named = !file.path().isEmpty() && !earlier.path().isEmpty();
                    if (named && file.collidesWith(earlier)) {
                        action.accept(file + " with " + earlier);
                    }
                }
            }
        }
    }
}
