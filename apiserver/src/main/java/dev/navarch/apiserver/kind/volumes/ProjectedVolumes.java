package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of projected volumes: several sources in one directory, whose files must not collide. */
final class ProjectedVolumes {

    private static final List<String> SOURCES = List.of(
            "secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate");
    private static final long MIN_SECONDS = 600;
    private static final long MAX_SECONDS = 1L << 32;

    private final Field projected;
    private final boolean anyTokenPath;
    private final Set<String> paths = new HashSet<>();

    private ProjectedVolumes(Field projected, boolean anyTokenPath) {
        this.projected = projected;
        this.anyTokenPath = anyTokenPath;
    }

    static void check(Field projected, boolean anyTokenPath) {
        FileModes.check(projected.get("defaultMode"));
        var volume = new ProjectedVolumes(projected, anyTokenPath);
        projected.items("sources").forEach(volume::source);
    }

    private void source(Field source) {
        keys(source.get("secret"));
        keys(source.get("configMap"));
        Field downward = source.get("downwardAPI");
        for (Field file : downward.items("items")) {
            DownwardVolumes.file(file.shownAt(downward.path()));
            claim(file.get("path").text(), file.get("path").text());
        }
        token(source.get("serviceAccountToken"));
        long set = SOURCES.stream().filter(name -> source.get(name).isSet()).count();
        if (set > 1) {
            source.forbidden("may not specify more than 1 volume type per source");
        }
    }

    private void keys(Field keyed) {
        if (!keyed.isSet()) {
            return;
        }
        Field name = keyed.get("name");
        name.require();
        for (Field item : keyed.items("items")) {
            FileModes.keyToPath(item);
            claim(item.get("path").text(), name.text());
        }
    }

    private void claim(String path, String shown) {
        if (!path.isEmpty() && !paths.add(path)) {
            projected.invalid(shown, "conflicting duplicate paths");
        }
    }

    private void token(Field token) {
        if (!token.isSet()) {
            return;
        }
        Field seconds = token.get("expirationSeconds");
        if (seconds.number() < MIN_SECONDS) {
            seconds.invalid(seconds.number(), "may not specify a duration less than 10 minutes");
        }
        if (seconds.number() > MAX_SECONDS) {
            seconds.invalid(seconds.number(), "may not specify a duration larger than 2^32 seconds");
        }
        Field path = token.get("path").shownAt(projected.path() + ".path");
        if (path.isZero()) {
            path.required();
        } else if (!anyTokenPath) {
            RelativePaths.nonReserved(path);
        }
    }

    /** Whether a token is projected to a path that is not allowed to new pods. */
    static boolean hasForeignTokenPath(Field projected) {
        for (Field source : projected.items("sources")) {
            Field token = source.get("serviceAccountToken");
            var probe = token.get("path").into(new ArrayList<>());
            if (token.isSet()) {
                RelativePaths.nonReserved(probe);
            }
            if (!probe.errors().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
