package dev.navarch.api.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The words and symbols of a label selector. */
final class LabelTokens {

    enum Type {
        ERROR,
        END,
        CLOSE,
        COMMA,
        NOT,
        DOUBLE_EQUALS,
        EQUALS,
        GREATER_THAN,
        IDENTIFIER,
        IN,
        LESS_THAN,
        NOT_EQUALS,
        NOT_IN,
        OPEN
    }

    record Token(Type type, String text) {
        Token asValue() {
            return type == Type.IN || type == Type.NOT_IN ? new Token(Type.IDENTIFIER, text) : this;
        }
    }

    private static final Map<String, Type> SYMBOLS = Map.ofEntries(
            Map.entry(")", Type.CLOSE),
            Map.entry(",", Type.COMMA),
            Map.entry("!", Type.NOT),
            Map.entry("==", Type.DOUBLE_EQUALS),
            Map.entry("=", Type.EQUALS),
            Map.entry(">", Type.GREATER_THAN),
            Map.entry("in", Type.IN),
            Map.entry("<", Type.LESS_THAN),
            Map.entry("!=", Type.NOT_EQUALS),
            Map.entry("notin", Type.NOT_IN),
            Map.entry("(", Type.OPEN));

    private final String text;
    private int position;

    private LabelTokens(String text) {
        this.text = text;
    }

    /** All tokens, the last one being the end. */
    static List<Token> of(String text) {
        var lexer = new LabelTokens(text);
        var tokens = new ArrayList<Token>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.type() != Type.END);
        return tokens;
    }

    private Token next() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return new Token(Type.END, "");
        }
        return isSymbol(text.charAt(position)) ? symbol() : word();
    }

    private Token word() {
        int start = position;
        while (position < text.length() && !isSymbol(text.charAt(position)) && !isSpace(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        return new Token(SYMBOLS.getOrDefault(word, Type.IDENTIFIER), word);
    }

    /** The longest known symbol that stands here. */
    private Token symbol() {
        int start = position;
        Token found = null;
        while (position < text.length() && isSymbol(text.charAt(position))) {
            String candidate = text.substring(start, position + 1);
            Type type = SYMBOLS.get(candidate);
            if (type != null) {
                found = new Token(type, candidate);
            } else if (found != null) {
                break;
            }
            position++;
        }
        return found != null
                ? found
                : new Token(Type.ERROR, "error expected: keyword found '" + text.substring(start, position) + "'");
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isSymbol(char c) {
        return "=!(),><".indexOf(c) >= 0;
    }
}
