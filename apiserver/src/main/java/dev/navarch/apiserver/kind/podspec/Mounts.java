package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.volumes.RelativePaths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a container has the volumes of its pod: as directories and as block devices. */
final class Mounts {

    private static final List<String> PROPAGATIONS = List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> RECURSIVE_READ_ONLY = List.of("Disabled", "Enabled", "IfPossible");

    private Mounts() {}

    static void check(Field container, Map<String, Field> volumes) {
        Field mounts = container.get("volumeMounts");
        Field devices = container.get("volumeDevices");
        boolean privileged = container.get("securityContext").get("privileged").isTrue();
        mounts(mounts, volumes, byName(devices, "devicePath"), privileged);
        devices(devices, volumes, byName(mounts, "mountPath"));
    }

    private static Map<String, String> byName(Field list, String pathField) {
        Map<String, String> paths = new HashMap<>();
        list.items()
                .forEach(item ->
                        paths.put(item.get("name").text(), item.get(pathField).text()));
        return paths;
    }

    private static void mounts(
            Field mounts, Map<String, Field> volumes, Map<String, String> devices, boolean privileged) {
        Set<String> paths = new HashSet<>();
        for (Field mount : mounts.items()) {
            Field name = mount.get("name");
            name.require();
            if (!volumes.containsKey(name.text())) {
                name.notFound();
            }
            Field path = mount.get("mountPath");
            path.require();
            if (!paths.add(path.text())) {
                path.invalid("must be unique");
            }
            if (devices.containsKey(name.text())) {
                name.invalid("must not already exist in volumeDevices");
            }
            if (devices.containsValue(path.text())) {
                path.invalid("must not already exist as a path in volumeDevices");
            }
            subPaths(mount, mounts);
            propagation(mount, mounts, privileged);
            recursiveReadOnly(mount, mounts);
        }
    }

    private static void subPaths(Field mount, Field mounts) {
        Field subPath = mount.get("subPath");
        Field expression = mount.get("subPathExpr");
        if (!subPath.isZero()) {
            RelativePaths.descending(subPath.shownAt(mounts.path() + ".subPath"));
        }
        if (!expression.isZero()) {
            if (!subPath.isZero()) {
                expression.invalid("subPathExpr and subPath are mutually exclusive");
            }
            RelativePaths.descending(expression.shownAt(mounts.path() + ".subPathExpr"));
        }
    }

    private static void propagation(Field mount, Field mounts, boolean privileged) {
        Field propagation = mount.get("mountPropagation").shownAt(mounts.path() + ".mountPropagation");
        propagation.oneOfIfSet(PROPAGATIONS);
        if (propagation.is("Bidirectional") && !privileged) {
            propagation.forbidden("Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void recursiveReadOnly(Field mount, Field mounts) {
        Field recursive = mount.get("recursiveReadOnly").shownAt(mounts.path() + ".recursiveReadOnly");
        if (!recursive.isSet()) {
            return;
        }
        switch (recursive.text()) {
            case "Disabled" -> {}
            case "Enabled", "IfPossible" -> {
                if (!mount.get("readOnly").isTrue()) {
                    recursive.forbidden("may only be specified when readOnly is true");
                }
                Field propagation = mount.get("mountPropagation");
                if (propagation.isSet() && !propagation.is("None")) {
                    recursive.forbidden("may only be specified when mountPropagation is None or not specified");
                }
            }
            default -> recursive.notSupported(RECURSIVE_READ_ONLY);
        }
    }

    private static void devices(Field devices, Map<String, Field> volumes, Map<String, String> mounts) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Field device : devices.items()) {
            Field name = device.get("name");
            name.require();
            if (names.contains(name.text())) {
                name.invalid("must be unique");
            }
            volume(name, volumes.get(name.text()));
            Field path = device.get("devicePath");
            path.require();
            if (paths.contains(path.text())) {
                path.invalid("must be unique");
            }
            if (RelativePaths.hasBackstep(path.text())) {
                path.invalid("can not contain backsteps ('..')");
            } else {
                paths.add(path.text());
            }
            if (mounts.containsKey(name.text())) {
                name.invalid("must not already exist in volumeMounts");
            }
            if (mounts.containsValue(path.text())) {
                path.invalid("must not already exist as a path in volumeMounts");
            }
            if (!name.isZero()) {
                names.add(name.text());
            }
        }
    }

    private static void volume(Field name, @Nullable Field volume) {
        if (volume == null) {
            name.notFound();
        } else if (!volume.get("persistentVolumeClaim").isSet()
                && !volume.get("ephemeral").isSet()) {
            name.invalid("can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        }
    }
}
