package dev.navarch.apiserver.kind.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.CsiDriverName;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.Set;

/** What must hold of CSINodes. */
final class CsiNodeRules {

    private static final int MAX_NODE_ID = 256;

    private CsiNodeRules() {}

    static void created(Place node) {
        Set<String> names = new HashSet<>();
        for (Place driver : node.get("spec", "drivers").items()) {
            driver(driver);
            if (!names.add(driver.get("name").text())) {
                driver.get("name").duplicate();
            }
            topologyKeys(driver);
        }
    }

    private static void driver(Place driver) {
        CsiDriverName.check(driver.get("name"));
        Place id = driver.get("nodeID");
        if (id.isEmpty()) {
            id.required("");
        }
        if (id.text().length() > MAX_NODE_ID) {
            id.invalid("must be " + MAX_NODE_ID + " characters or less");
        }
        driver.get("allocatable", "count").notNegative();
    }

    private static void topologyKeys(Place driver) {
        Set<String> keys = new HashSet<>();
        for (String key : driver.get("topologyKeys").texts()) {
            if (key.isEmpty()) {
                driver.required("");
            }
            if (!keys.add(key)) {
                driver.duplicate(key);
            }
            Names.qualifiedName(key).forEach(problem -> driver.invalid(key, problem));
        }
    }

    /** Of a driver only what can be allocated may change. */
    static void changed(Place node, Place old) {
        created(node);
        Place drivers = node.get("spec", "drivers");
        for (Place before : old.get("spec", "drivers").items()) {
            for (Place now : drivers.items()) {
                if (now.get("name").sameAs(before.get("name"))) {
                    Place fixed = now.as(withoutAllocatable(now.value()));
                    if (!fixed.sameAs(before.as(withoutAllocatable(before.value())))) {
                        drivers.immutable(fixed.shown());
                    }
                }
            }
        }
    }

    private static JsonNode withoutAllocatable(JsonNode driver) {
        return driver instanceof ObjectNode fields ? fields.deepCopy().without("allocatable") : driver;
    }
}
