package dev.navarch.apiserver.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Who sends a request.
 *
 * @param uid empty where the authenticator knows none
 * @param groups in the order the authenticator gave them
 * @param extra further facts by lower-case key, such as {@code authentication.kubernetes.io/pod-name}
 */
public record UserInfo(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    public static final String ANONYMOUS = "system:anonymous";
    public static final String API_SERVER = "system:apiserver";
    public static final String MASTERS = "system:masters";
    public static final String NODES = "system:nodes";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";
    public static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

    public UserInfo {
        groups = List.copyOf(groups);
        var copy = new LinkedHashMap<String, List<String>>();
        extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        extra = Collections.unmodifiableMap(copy);
    }

    public static UserInfo of(String name, String... groups) {
        return new UserInfo(name, "", List.of(groups), Map.of());
    }

    /** The user whose requests carry no credentials. */
    public static UserInfo anonymous() {
        return of(ANONYMOUS, UNAUTHENTICATED);
    }

    /** The server itself, which may do everything; upstream's loopback client. */
    public static UserInfo apiServer() {
        return of(API_SERVER, MASTERS, AUTHENTICATED);
    }

    /** The same user, with the groups added which it does not have yet. */
    public UserInfo withGroups(Collection<String> more) {
        var all = new LinkedHashSet<>(groups);
        return all.addAll(more) ? new UserInfo(name, uid, new ArrayList<>(all), extra) : this;
    }
}
