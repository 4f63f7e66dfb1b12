package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Rules of volumes that show a pod's own fields. */
final class DownwardVolumes {

    private static final List<String> FIELDS =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");

    private DownwardVolumes() {}

    static void check(Field downward) {
        FileModes.check(downward.get("defaultMode"));
        for (Field file : downward.items("items")) {
            file(file.shownAt(downward.path()));
        }
    }

    /** One file; errors are shown at the source as a whole, without an index. */
    static void file(Field file) {
        Field path = file.get("path");
        path.require();
        RelativePaths.nonReserved(path);
        Field field = file.get("fieldRef");
        Field resource = file.get("resourceFieldRef");
        if (field.isSet()) {
            DownwardFields.field(field, FIELDS);
            if (resource.isSet()) {
                file.invalid("resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource.isSet()) {
            DownwardFields.resource(resource, true);
        } else {
            file.required("one of fieldRef and resourceFieldRef is required");
        }
        FileModes.check(file.get("mode"));
    }
}
