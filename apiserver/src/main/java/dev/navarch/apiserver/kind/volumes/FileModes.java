package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;

/** The permission bits of files in volumes. */
final class FileModes {

    private static final int ALL = 0777;

    private FileModes() {}

    static void check(Field mode) {
        if (mode.isSet() && (mode.number() > ALL || mode.number() < 0)) {
            mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /** A key of a ConfigMap or Secret that becomes a file. */
    static void keyToPath(Field item) {
        item.get("key").require();
        item.get("path").require();
        RelativePaths.nonReserved(item.get("path"));
        check(item.get("mode"));
    }
}
