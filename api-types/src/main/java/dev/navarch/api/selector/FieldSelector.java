package dev.navarch.api.selector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All of its terms must hold; with none, everything matches. */
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /** A field has, or does not have, exactly this value; a missing field has the empty value. */
    public record Term(String field, boolean negated, String value) {

        @Override
        public String toString() {
            return field + (negated ? "!=" : "=") + escape(value);
        }

        private static String escape(String value) {
            return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
        }
    }

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    public static FieldSelector of(String field, String value) {
        return new FieldSelector(List.of(new Term(field, false, value)));
    }

    /** Reads the text of a parameter such as {@code spec.nodeName=a,status.phase!=Failed}. */
    public static FieldSelector parse(String text) throws SelectorSyntaxException {
        if (text.isEmpty()) {
            return EVERYTHING;
        }
        var terms = new ArrayList<Term>();
        for (String part : split(text)) {
            if (!part.isEmpty()) {
                terms.add(term(text, part));
            }
        }
        return new FieldSelector(terms);
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** The value that the selector demands of the field, if it demands one. */
    public Optional<String> requiresExactMatch(String field) {
        return terms.stream()
                .filter(term -> !term.negated() && term.field().equals(field))
                .map(Term::value)
                .findFirst();
    }

    public boolean matches(Map<String, String> fields) {
        for (Term term : terms) {
            if (fields.getOrDefault(term.field(), "").equals(term.value()) == term.negated()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }

    private static String[] split(String text) {
        var parts = new ArrayList<String>();
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        String[] sorted = parts.toArray(String[]::new);
        Arrays.sort(sorted);
        return sorted;
    }

    private static Term term(String selector, String part) throws SelectorSyntaxException {
        for (int i = 0; i < part.length(); i++) {
            if (part.startsWith("!=", i)) {
                return new Term(part.substring(0, i), true, unescape(part.substring(i + 2)));
            }
            if (part.startsWith("==", i)) {
                return new Term(part.substring(0, i), false, unescape(part.substring(i + 2)));
            }
            if (part.charAt(i) == '=') {
                return new Term(part.substring(0, i), false, unescape(part.substring(i + 1)));
            }
        }
        throw new SelectorSyntaxException("invalid selector: '" + selector + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) throws SelectorSyntaxException {
        var out = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (escaped) {
                if (c != '\\' && c != ',' && c != '=') {
                    throw new SelectorSyntaxException("invalid field selector: invalid escape sequence: \\" + c);
                }
                out.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == ',' || c == '=') {
                throw new SelectorSyntaxException("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                out.append(c);
            }
        }
        if (escaped) {
            throw new SelectorSyntaxException("invalid field selector: invalid escape sequence: \\");
        }
        return out.toString();
    }
}
