package dev.navarch.apiserver.kind.apps;

import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of ControllerRevisions, whose data never changes. */
final class ControllerRevisionRules {

    private ControllerRevisionRules() {}

    static void created(Place revision) {
        revision.get("revision").notNegative();
        Place data = revision.get("data");
        if (!data.isSet()) {
            data.required("data is mandatory");
        } else if (!data.value().isObject()) {
            data.required("data must be a valid JSON object");
        }
    }

    static void changed(Place revision, Place old) {
        revision.get("revision").notNegative();
        revision.get("data").immutable(old.get("data"));
    }
}
