package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Rules for paths that must stay inside a directory. */
public final class RelativePaths {

    private RelativePaths() {}

    /** No element is {@code ..}. */
    public static void withoutBacksteps(Field path) {
        if (hasBackstep(path.text())) {
            path.invalid("must not contain '..'");
        }
    }

    public static boolean hasBackstep(String path) {
        return List.of(path.split("/", -1)).contains("..");
    }

    /** Relative, and without backsteps. */
    public static void descending(Field path) {
        if (path.text().startsWith("/")) {
            path.invalid("must be a relative path");
        }
        withoutBacksteps(path);
    }

    /** Descending, and not among the names that the kubelet keeps for itself. */
    public static void nonReserved(Field path) {
        descending(path);
        if (path.text().startsWith("..") && !path.text().startsWith("../")) {
            path.invalid("must not start with '..'");
        }
    }
}
