package dev.navarch.apiserver.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One alternative of an {@code Accept} header, RFC 9110 section 12.5.1, read as leniently as upstream does. */
record AcceptClause(String type, String subtype, double quality, Map<String, String> parameters) {

    private static final Comparator<AcceptClause> PREFERENCE = Comparator.comparingDouble(AcceptClause::quality)
            .reversed()
            .thenComparing(clause -> clause.type().equals("*"))
            .thenComparing(clause -> clause.subtype().equals("*"));

    /** The alternatives, the preferred one first; malformed ones are left out. */
    static List<AcceptClause> parse(String header) {
        var clauses = new ArrayList<AcceptClause>();
        for (String part : header.split(",", -1)) {
            addClause(clauses, part.trim());
        }
        clauses.sort(PREFERENCE);
        return clauses;
    }

    boolean matches(Format format) {
        if (type.equals("*") && subtype.equals("*")) {
            return true;
        }
        return type.equals("application")
                && (subtype.equals("*") || format.mediaType().equals("application/" + subtype));
    }

    private static void addClause(List<AcceptClause> clauses, String text) {
        String[] parts = text.split(";", -1);
        String[] names = parts[0].split("/", -1);
        String type = names[0].trim();
        boolean whole = names.length == 2 && !names[1].isEmpty();
        if (names.length > 2 || (!whole && !type.equals("*"))) {
            return;
        }
        String subtype = whole ? names[1].trim() : "*";
        double quality = 1;
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", -1);
            if (pair.length != 2 || pair[1].isEmpty()) {
                continue;
            }
            String key = pair[0].trim();
            if (key.equals("q")) {
                quality = number(pair[1]);
            } else {
                parameters.put(key, pair[1].trim());
            }
        }
        clauses.add(new AcceptClause(type, subtype, quality, parameters));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
