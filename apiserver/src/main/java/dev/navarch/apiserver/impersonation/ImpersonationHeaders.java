package dev.navarch.apiserver.impersonation;

import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.AuthenticationRequest;
import dev.navarch.apiserver.request.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads who a request wants to be. */
public final class ImpersonationHeaders {

    private static final String USER = "Impersonate-User";
    private static final String UID = "Impersonate-Uid";
    private static final String GROUP = "Impersonate-Group";
    private static final String EXTRA_PREFIX = "Impersonate-Extra-";

    private ImpersonationHeaders() {}

    /** Whether a header must not be passed on to other servers. */
    public static boolean contains(String header) {
        return header.equalsIgnoreCase(USER)
                || header.equalsIgnoreCase(UID)
                || header.equalsIgnoreCase(GROUP)
                || hasExtraPrefix(header);
    }

    /**
     * The user as the headers describe it; nothing when there are none.
     *
     * @throws StatusException 400 when there is a group, uid or extra but no user
     */
    static Optional<UserInfo> read(AuthenticationRequest request) {
        String name = request.header(USER).orElse("");
        String uid = request.header(UID).orElse("");
        List<String> groups = request.values(GROUP);
        Map<String, List<String>> extra = new LinkedHashMap<>();
        request.headers().forEach((header, values) -> {
            if (hasExtraPrefix(header)) {
                String key = unescape(header.substring(EXTRA_PREFIX.length()).toLowerCase(Locale.ROOT));
                extra.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values);
            }
        });
        if (!name.isEmpty()) {
            return Optional.of(new UserInfo(name, uid, groups, extra));
        }
        if (uid.isEmpty() && groups.isEmpty() && extra.isEmpty()) {
            return Optional.empty();
        }
        throw StatusException.badRequest(
                "requested " + show(uid, groups, extra) + " without impersonating a user name");
    }

    private static boolean hasExtraPrefix(String header) {
        return header.regionMatches(true, 0, EXTRA_PREFIX, 0, EXTRA_PREFIX.length());
    }

    private static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }

    /** In the form in which upstream quotes it. */
    private static String show(String uid, List<String> groups, Map<String, List<String>> extra) {
        String shownExtra = extra.isEmpty()
                ? "map[string][]string(nil)"
                : extra.entrySet().stream()
                        .map(entry -> FieldValue.quote(entry.getKey()) + ":" + show(entry.getValue()))
                        .collect(Collectors.joining(", ", "map[string][]string{", "}"));
        return "&user.DefaultInfo{Name:\"\", UID:" + FieldValue.quote(uid) + ", Groups:" + show(groups) + ", Extra:"
                + shownExtra + "}";
    }

    private static String show(List<String> values) {
        return values.isEmpty()
                ? "[]string(nil)"
                : values.stream().map(FieldValue::quote).collect(Collectors.joining(", ", "[]string{", "}"));
    }
}
