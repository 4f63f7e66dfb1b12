package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Puts members of objects in the order of their names, as maps are printed upstream. */
final class SortedMembers {

    private SortedMembers() {}

    static void sort(ObjectNode object) {
        String previous = null;
        boolean sorted = true;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (previous != null && previous.compareTo(member.getKey()) > 0) {
                sorted = false;
                break;
            }
            previous = member.getKey();
        }
        if (!sorted) {
            var members = new TreeMap<String, JsonNode>();
            object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            object.removeAll();
            object.setAll(members);
        }
    }
}
