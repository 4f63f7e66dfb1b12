package dev.navarch.api.meta;

import dev.navarch.api.meta.LabelSelector.Operator;
import dev.navarch.api.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The grammar of label selectors in query parameters. */
final class LabelSelectorParser {

    private enum Kind {
        END,
        IDENTIFIER,
        IN("in"),
        NOT_IN("notin"),
        EQUALS("="),
        DOUBLE_EQUALS("=="),
        NOT_EQUALS("!="),
        NOT("!"),
        GREATER(">"),
        LESS("<"),
        OPEN("("),
        CLOSE(")"),
        COMMA(",");

        private final String literal;

        Kind() {
            this("");
        }

        Kind(String literal) {
            this.literal = literal;
        }
    }

    private record Token(Kind kind, String text) {

        /** Where a value may stand, the words of operators are values. */
        Kind asValue() {
            return kind == Kind.IN || kind == Kind.NOT_IN ? Kind.IDENTIFIER : kind;
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int at;

    LabelSelectorParser(String selector) {
        scan(selector);
    }

    List<Requirement> parse() {
        var requirements = new ArrayList<Requirement>();
        while (true) {
            Token token = tokens.get(at);
            switch (token.asValue()) {
                case END -> {
                    return requirements;
                }
                case IDENTIFIER, NOT -> requirements.add(requirement());
                default -> throw unexpected(token, ", expected: !, identifier, or 'end of string'");
            }
            Token next = tokens.get(at++);
            if (next.kind == Kind.END) {
                return requirements;
            }
            if (next.kind != Kind.COMMA) {
                throw unexpected(next, ", expected: ',' or 'end of string'");
            }
            Token after = tokens.get(at);
            if (after.asValue() != Kind.IDENTIFIER && after.kind != Kind.NOT) {
                throw unexpected(after, ", expected: identifier after ','");
            }
        }
    }

    private Requirement requirement() {
        try {
            boolean not = tokens.get(at).kind == Kind.NOT;
            if (not) {
                at++;
            }
            String key = key();
            if (not) {
                return LabelSelector.checked(key, Operator.DOES_NOT_EXIST, List.of());
            }
            Kind next = tokens.get(at).kind;
            if (next == Kind.END || next == Kind.COMMA) {
                return LabelSelector.checked(key, Operator.EXISTS, List.of());
            }
            Operator operator = operator();
            List<String> values =
                    operator == Operator.IN || operator == Operator.NOT_IN ? values() : List.of(exactValue());
            return LabelSelector.checked(key, operator, values);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("unable to parse requirement: " + e.getMessage(), e);
        }
    }

    private String key() {
        Token token = tokens.get(at++);
        if (token.asValue() != Kind.IDENTIFIER) {
            throw unexpected(token, ", expected: identifier");
        }
        List<String> errors = Names.qualifiedName(token.text);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(FieldError.invalid("<nil>", token.text, String.join("; ", errors))
                    .toString());
        }
        return token.text;
    }

    private Operator operator() {
        Token token = tokens.get(at++);
        return switch (token.kind) {
            case IN -> Operator.IN;
            case NOT_IN -> Operator.NOT_IN;
            case EQUALS -> Operator.EQUALS;
            case DOUBLE_EQUALS -> Operator.DOUBLE_EQUALS;
            case NOT_EQUALS -> Operator.NOT_EQUALS;
            case GREATER -> Operator.GREATER_THAN;
            case LESS -> Operator.LESS_THAN;
            default -> throw unexpected(token, ", expected: in, notin, =, ==, !=, gt, lt");
        };
    }

    private List<String> values() {
        Token open = tokens.get(at++);
        if (open.kind != Kind.OPEN) {
            throw unexpected(open, " expected: '('");
        }
        Token first = tokens.get(at);
        return switch (first.asValue()) {
            case CLOSE -> {
                at++;
                yield List.of("");
            }
            case IDENTIFIER, COMMA -> {
                List<String> values = identifiers();
                if (tokens.get(at++).kind != Kind.CLOSE) {
                    throw unexpected(first, ", expected: ')'");
                }
                yield values;
            }
            default -> throw unexpected(first, ", expected: ',', ')' or identifier");
        };
    }

    private List<String> identifiers() {
        var values = new TreeSet<String>();
        while (true) {
            Token token = tokens.get(at++);
            Token next = tokens.get(Math.min(at, tokens.size() - 1));
            switch (token.asValue()) {
                case IDENTIFIER -> {
                    values.add(token.text);
                    if (next.kind == Kind.CLOSE) {
                        return List.copyOf(values);
                    }
                    if (next.kind != Kind.COMMA) {
                        throw unexpected(next, ", expected: ',' or ')'");
                    }
                }
                case COMMA -> {
                    if (values.isEmpty() || next.kind == Kind.CLOSE || next.kind == Kind.COMMA) {
                        values.add("");
                    }
                    if (next.kind == Kind.CLOSE) {
                        return List.copyOf(values);
                    }
                }
                default -> throw unexpected(token, ", expected: ',', or identifier");
            }
        }
    }

    private String exactValue() {
        Token token = tokens.get(at);
        if (token.kind == Kind.END || token.kind == Kind.COMMA) {
            return "";
        }
        at++;
        if (token.asValue() != Kind.IDENTIFIER) {
            throw unexpected(token, ", expected: identifier");
        }
        return token.text;
    }

    private static IllegalArgumentException unexpected(Token token, String expected) {
        return new IllegalArgumentException("found '" + token.text + "'" + expected);
    }

    /** What upstream's {@code NewRequirement} refuses. */
    static List<FieldError> check(String key, Operator operator, List<String> values) {
        var errors = new ArrayList<FieldError>();
        List<String> keyErrors = Names.qualifiedName(key);
        if (!keyErrors.isEmpty()) {
            errors.add(FieldError.invalid("key", key, String.join("; ", keyErrors)));
        }
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.invalid(
                            "values", goList(values), "for 'in', 'notin' operators, values set can't be empty"));
                }
            }
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
                if (values.size() != 1) {
                    errors.add(FieldError.invalid(
                            "values", goList(values), "exact-match compatibility requires one single value"));
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.invalid(
                            "values", goList(values), "values set must be empty for exists and does not exist"));
                }
            }
            case GREATER_THAN, LESS_THAN -> checkNumbers(values, errors);
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> valueErrors = Names.labelValue(values.get(i));
            if (!valueErrors.isEmpty()) {
                errors.add(FieldError.invalid(
                        "values[" + i + "][" + key + "]", values.get(i), String.join("; ", valueErrors)));
            }
        }
        return errors;
    }

    private static void checkNumbers(List<String> values, List<FieldError> errors) {
        if (values.size() != 1) {
            errors.add(FieldError.invalid(
                    "values", goList(values), "for 'Gt', 'Lt' operators, exactly one value is required"));
        }
        for (int i = 0; i < values.size(); i++) {
            try {
                Long.parseLong(values.get(i));
            } catch (NumberFormatException e) {
                errors.add(FieldError.invalid(
                        "values[" + i + "]", values.get(i), "for 'Gt', 'Lt' operators, the value must be an integer"));
            }
        }
    }

    private static Object goList(List<String> values) {
        var shown = new StringBuilder("[");
        for (String value : values) {
            shown.append(shown.length() == 1 ? "" : ",").append(FieldValue.show(value));
        }
        return shown.append(']');
    }

    private void scan(String selector) {
        int pos = 0;
        while (true) {
            while (pos < selector.length() && isSpace(selector.charAt(pos))) {
                pos++;
            }
            if (pos >= selector.length() || selector.charAt(pos) == 0) {
                tokens.add(new Token(Kind.END, ""));
                return;
            }
            pos = isSpecial(selector.charAt(pos)) ? scanSymbol(selector, pos) : scanWord(selector, pos);
        }
    }

    private int scanWord(String selector, int start) {
        int end = start;
        while (end < selector.length()
                && selector.charAt(end) != 0
                && !isSpecial(selector.charAt(end))
                && !isSpace(selector.charAt(end))) {
            end++;
        }
        String word = selector.substring(start, end);
        Kind kind = word.equals("in") ? Kind.IN : word.equals("notin") ? Kind.NOT_IN : Kind.IDENTIFIER;
        tokens.add(new Token(kind, word));
        return end;
    }

    private int scanSymbol(String selector, int start) {
        if (start + 2 <= selector.length()) {
            String two = selector.substring(start, start + 2);
            if (two.equals("==") || two.equals("!=")) {
                tokens.add(new Token(two.equals("==") ? Kind.DOUBLE_EQUALS : Kind.NOT_EQUALS, two));
                return start + 2;
            }
        }
        String one = selector.substring(start, start + 1);
        for (Kind kind : Kind.values()) {
            if (kind.literal.equals(one)) {
                tokens.add(new Token(kind, one));
            }
        }
        return start + 1;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isSpecial(char c) {
        return "=!(),><".indexOf(c) >= 0;
    }
}
