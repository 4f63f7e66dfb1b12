package dev.navarch.api.selector;

import dev.navarch.api.selector.LabelRequirement.Operator;
import dev.navarch.api.selector.LabelTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Recursive descent over the grammar of label selectors. */
final class LabelSelectorParser {

    private static final String BINARY_OPERATORS = "in, notin, =, ==, !=, gt, lt";

    private final List<Token> tokens;
    private int position;

    LabelSelectorParser(String text) {
        tokens = LabelTokens.of(text);
    }

    List<LabelRequirement> parse() throws SelectorSyntaxException {
        var requirements = new ArrayList<LabelRequirement>();
        while (true) {
            Token token = peekValue();
            switch (token.type()) {
                case IDENTIFIER, NOT -> {
                    requirements.add(requirement());
                    Token next = takeValue();
                    if (next.type() == LabelTokens.Type.END) {
                        return requirements;
                    }
                    if (next.type() != LabelTokens.Type.COMMA) {
                        throw unexpected(next, ", expected: ',' or 'end of string'");
                    }
                    Token after = peekValue();
                    if (after.type() != LabelTokens.Type.IDENTIFIER && after.type() != LabelTokens.Type.NOT) {
                        throw unexpected(after, ", expected: identifier after ','");
                    }
                }
                case END -> {
                    return requirements;
                }
                default -> throw unexpected(token, ", expected: !, identifier, or 'end of string'");
            }
        }
    }

    private LabelRequirement requirement() throws SelectorSyntaxException {
        try {
            return unprefixedRequirement();
        } catch (SelectorSyntaxException e) {
            throw new SelectorSyntaxException("unable to parse requirement: " + e.text());
        }
    }

    private LabelRequirement unprefixedRequirement() throws SelectorSyntaxException {
        Token token = takeValue();
        boolean negated = token.type() == LabelTokens.Type.NOT;
        if (negated) {
            token = takeValue();
        }
        if (token.type() != LabelTokens.Type.IDENTIFIER) {
            throw unexpected(token, ", expected: identifier");
        }
        String key = token.text();
        LabelForms.checkKey(key, "<nil>");
        LabelTokens.Type next = peekValue().type();
        if (negated) {
            return new LabelRequirement(key, Operator.DOES_NOT_EXIST, List.of());
        }
        if (next == LabelTokens.Type.END || next == LabelTokens.Type.COMMA) {
            return new LabelRequirement(key, Operator.EXISTS, List.of());
        }
        Operator operator = operator();
        List<String> values = switch (operator) {
            case IN, NOT_IN -> values();
            default -> List.of(exactValue());
        };
        LabelForms.checkValues(key, operator, values);
        return new LabelRequirement(key, operator, values);
    }

    private Operator operator() throws SelectorSyntaxException {
        Token token = tokens.get(position++);
        return switch (token.type()) {
            case IN -> Operator.IN;
            case NOT_IN -> Operator.NOT_IN;
            case EQUALS, DOUBLE_EQUALS -> Operator.EQUALS;
            case NOT_EQUALS -> Operator.NOT_EQUALS;
            case GREATER_THAN -> Operator.GREATER_THAN;
            case LESS_THAN -> Operator.LESS_THAN;
            default -> throw unexpected(token, ", expected: " + BINARY_OPERATORS);
        };
    }

    private List<String> values() throws SelectorSyntaxException {
        Token open = takeValue();
        if (open.type() != LabelTokens.Type.OPEN) {
            throw unexpected(open, " expected: '('");
        }
        Token first = peekValue();
        return switch (first.type()) {
            case IDENTIFIER, COMMA -> closed(identifiers(), first);
            case CLOSE -> {
                position++;
                yield List.of("");
            }
            default -> throw unexpected(first, ", expected: ',', ')' or identifier");
        };
    }

    private List<String> closed(List<String> values, Token first) throws SelectorSyntaxException {
        if (takeValue().type() != LabelTokens.Type.CLOSE) {
            throw unexpected(first, ", expected: ')'");
        }
        return values;
    }

    private List<String> identifiers() throws SelectorSyntaxException {
        var values = new TreeSet<String>();
        while (true) {
            Token token = takeValue();
            LabelTokens.Type next = token.type() == LabelTokens.Type.END
                    ? LabelTokens.Type.END
                    : peekValue().type();
            switch (token.type()) {
                case IDENTIFIER -> {
                    values.add(token.text());
                    if (next == LabelTokens.Type.CLOSE) {
                        return List.copyOf(values);
                    }
                    if (next != LabelTokens.Type.COMMA) {
                        throw unexpected(peekValue(), ", expected: ',' or ')'");
                    }
                }
                case COMMA -> {
                    if (values.isEmpty() || next == LabelTokens.Type.CLOSE || next == LabelTokens.Type.COMMA) {
                        values.add("");
                    }
                    if (next == LabelTokens.Type.CLOSE) {
                        return List.copyOf(values);
                    }
                }
                default -> throw unexpected(token, ", expected: ',', or identifier");
            }
        }
    }

    private String exactValue() throws SelectorSyntaxException {
        LabelTokens.Type next = peekValue().type();
        if (next == LabelTokens.Type.END || next == LabelTokens.Type.COMMA) {
            return "";
        }
        Token token = takeValue();
        if (token.type() != LabelTokens.Type.IDENTIFIER) {
            throw unexpected(token, ", expected: identifier");
        }
        return token.text();
    }

    /** Where a value may stand, {@code in} and {@code notin} are values like others. */
    private Token peekValue() {
        return tokens.get(position).asValue();
    }

    private Token takeValue() {
        return tokens.get(position++).asValue();
    }

    private static SelectorSyntaxException unexpected(Token token, String expected) {
        return new SelectorSyntaxException("found '" + token.text() + "'" + expected);
    }
}
