package dev.navarch.apiserver.kind.storage;

import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of VolumeAttributesClasses. */
final class AttributesClassRules {

    private AttributesClassRules() {}

    static void created(Place attributesClass) {
        StorageClassRules.provisioner(attributesClass.get("driverName"));
        StorageClassRules.parameters(attributesClass.get("parameters"), false);
    }

    static void changed(Place attributesClass, Place old) {
        for (String field : new String[] {"driverName", "parameters"}) {
            if (!attributesClass.get(field).sameAs(old.get(field))) {
                attributesClass.get(field).forbidden("updates to " + field + " are forbidden.");
            }
        }
        created(attributesClass);
    }
}
