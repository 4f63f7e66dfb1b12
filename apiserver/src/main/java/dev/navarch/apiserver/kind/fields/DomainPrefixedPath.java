package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;
import java.util.regex.Pattern;

/** Names such as {@code example.com/controller}: a domain, a slash, a path. */
public final class DomainPrefixedPath {

    private static final String PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
    private static final Pattern PATTERN = Pattern.compile(PATH);

    private DomainPrefixedPath() {}

    /** Complains of a text that is no such name; an empty one is required. */
    public static void check(Place name) {
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        int slash = name.text().indexOf('/');
        if (slash <= 0 || slash == name.text().length() - 1) {
            name.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        String host = name.text().substring(0, slash);
        Names.dns1123Subdomain(host).forEach(problem -> name.invalid(host, problem));
        String path = name.text().substring(slash + 1);
        if (!PATTERN.matcher(path).matches()) {
            name.invalid(path, Names.regexError("Invalid path", PATH));
        }
    }
}
