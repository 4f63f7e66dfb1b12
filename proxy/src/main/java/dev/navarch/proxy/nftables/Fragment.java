package dev.navarch.proxy.nftables;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one service port adds to a table.
 *
 * @param sets name to definition, without braces
 * @param chains name to rules, in an order in which no chain stands before one that it jumps to
 * @param elements map to key to verdict
 */
record Fragment(Map<String, String> sets, Map<String, List<String>> chains, Map<String, Map<String, String>> elements) {

    static final Fragment EMPTY = new Fragment(Map.of(), Map.of(), Map.of());

    Fragment {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
        elements = Collections.unmodifiableMap(new TreeMap<>(elements));
    }
}
