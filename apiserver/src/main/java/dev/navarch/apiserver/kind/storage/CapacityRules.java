package dev.navarch.apiserver.kind.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.DeprecatedNodeLabels;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.List;

/** What must hold of CSIStorageCapacities. */
final class CapacityRules {

    private CapacityRules() {}

    static void created(Place capacity) {
        check(capacity, false);
    }

    static void changed(Place capacity, Place old) {
        check(capacity, LabelSelectorRules.hasInvalidValue(old.get("nodeTopology")));
        capacity.get("nodeTopology").immutable(old.get("nodeTopology"));
        capacity.get("storageClassName").immutable(old.get("storageClassName"));
    }

    private static void check(Place capacity, boolean toleratesValues) {
        LabelSelectorRules.validate(capacity.get("nodeTopology"), toleratesValues);
        capacity.get("storageClassName").form(Names::dns1123Subdomain);
        Place amount = capacity.get("capacity");
        if (amount.isSet() && amount.quantity().signum() < 0) {
            amount.invalid("must be greater than or equal to 0");
        }
    }

    static List<String> warnings(ObjectNode capacity) {
        var warnings = new ArrayList<String>();
        Place.check(capacity, place -> warnings.addAll(DeprecatedNodeLabels.warnings(place.get("nodeTopology"))));
        return warnings;
    }
}
