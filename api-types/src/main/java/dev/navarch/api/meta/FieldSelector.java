package dev.navarch.api.meta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A condition on a few fields of objects: terms that all must hold. Immutable. */
public final class FieldSelector {

    /** One condition: the field has the value, or with {@code equal} false has not. */
    public record Term(String field, boolean equal, String value) {

        @Override
        public String toString() {
            return field + (equal ? "=" : "!=") + escape(value);
        }
    }

    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    public static FieldSelector everything() {
        return EVERYTHING;
    }

    public static FieldSelector of(List<Term> terms) {
        return terms.isEmpty() ? EVERYTHING : new FieldSelector(List.copyOf(terms));
    }

    public static FieldSelector equal(String field, String value) {
        return new FieldSelector(List.of(new Term(field, true, value)));
    }

    /** Reads a query parameter; throws {@link IllegalArgumentException} with upstream's text. */
    public static FieldSelector parse(String selector) {
        var terms = new ArrayList<Term>();
        String[] parts = split(selector);
        Arrays.sort(parts);
        for (String part : parts) {
            if (!part.isEmpty()) {
                terms.add(term(selector, part));
            }
        }
        return of(terms);
    }

    private static String[] split(String selector) {
        var parts = new ArrayList<String>();
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == ',') {
                parts.add(selector.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(selector.substring(start));
        return parts.toArray(String[]::new);
    }

    private static Term term(String selector, String part) {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(part.substring(0, i), !operator.equals("!="), value);
                }
            }
        }
        throw new IllegalArgumentException("invalid selector: '" + selector + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) {
        var plain = new StringBuilder(value.length());
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean special = c == '\\' || c == ',' || c == '=';
            if (escaped && !special) {
                throw new IllegalArgumentException("invalid field selector: invalid escape sequence: \\" + c);
            }
            if (!escaped && c == '\\') {
                escaped = true;
                continue;
            }
            if (!escaped && special) {
                throw new IllegalArgumentException("invalid field selector: unescaped character in value: " + (int) c);
            }
            plain.append(c);
            escaped = false;
        }
        if (escaped) {
            throw new IllegalArgumentException("invalid field selector: invalid escape sequence: \\");
        }
        return plain.toString();
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }

    public List<Term> terms() {
        return terms;
    }

    /** Restricts nothing. */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** An absent field counts as empty. */
    public boolean matches(Map<String, String> fields) {
        for (Term term : terms) {
            if (fields.getOrDefault(term.field, "").equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }

    /** The one value that the field must have, if the selector says so. */
    public Optional<String> requiredValue(String field) {
        return terms.stream()
                .filter(term -> term.equal && term.field.equals(field))
                .map(Term::value)
                .findFirst();
    }

    /** The same selector on renamed fields; a rename may throw for a field that is not known. */
    public FieldSelector renamed(UnaryOperator<String> rename) {
        return of(terms.stream()
                .map(term -> new Term(rename.apply(term.field), term.equal, term.value))
                .toList());
    }

    /** The first field that is not among those supported. */
    public Optional<String> unsupportedField(Collection<String> supported) {
        return terms.stream()
                .map(Term::field)
                .filter(field -> !supported.contains(field))
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSelector s && terms.equals(s.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}
