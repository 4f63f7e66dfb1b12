package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Takes equal owner references out of an object, with a warning. */
final class OwnerReferences {

    private OwnerReferences() {}

    static void deduplicate(RequestContext context, ObjectNode object, boolean afterAdmission) {
        if (!(object.path("metadata").path("ownerReferences") instanceof ArrayNode references)) {
            return;
        }
        List<String> duplicates = duplicates(references);
        if (duplicates.isEmpty()) {
            return;
        }
        String when = afterAdmission ? " after mutating admission happens" : "";
        context.warn(".metadata.ownerReferences contains duplicate entries" + when
                + "; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please"
                + " fix your requests; duplicate UID(s) observed: " + String.join(", ", duplicates));
    }

    private static List<String> duplicates(ArrayNode references) {
        var seen = new LinkedHashSet<JsonNode>();
        var duplicates = new ArrayList<String>();
        for (int i = 0; i < references.size(); ) {
            if (seen.add(references.get(i))) {
                i++;
            } else {
                duplicates.add(references.get(i).path("uid").asText());
                references.remove(i);
            }
        }
        return duplicates;
    }
}
