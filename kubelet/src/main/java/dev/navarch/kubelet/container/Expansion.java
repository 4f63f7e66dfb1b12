package dev.navarch.kubelet.container;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code $(NAME)} in commands, arguments and values; {@code $$} is a dollar; an unknown name stays as it is written. */
public final class Expansion {
    private Expansion() {}

    public static String expand(String text, Function<String, @Nullable String> values) {
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) != '$') {
                continue;
            }
            out.append(text, done, i);
            int end = text.charAt(i + 1) == '(' ? text.indexOf(')', i + 2) : -1;
            if (text.charAt(i + 1) == '$') {
                out.append('$');
                done = i + 2;
            } else if (end >= 0) {
                String value = values.apply(text.substring(i + 2, end));
                out.append(value == null ? text.substring(i, end + 1) : value);
                done = end + 1;
            } else if (text.charAt(i + 1) == '(') {
                out.append("$(");
                done = i + 2;
            } else {
                out.append('$').append(text.charAt(i + 1));
                done = i + 2;
            }
            i = done - 1;
        }
        return out.append(text.substring(Math.min(done, text.length()))).toString();
    }
}
