package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.request.UserInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service account as a user: {@code system:serviceaccount:<namespace>:<name>}. */
public record ServiceAccountUser(String namespace, String name) {

    public static final String PREFIX = "system:serviceaccount:";
    public static final String ALL = "system:serviceaccounts";
    public static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    public static final String POD_UID = "authentication.kubernetes.io/pod-uid";
    public static final String NODE_NAME = "authentication.kubernetes.io/node-name";
    public static final String NODE_UID = "authentication.kubernetes.io/node-uid";

    /** The account of a user name, when it is one of a service account. */
    public static Optional<ServiceAccountUser> parse(String userName) {
        if (!userName.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = userName.substring(PREFIX.length()).split(":", -1);
        if (parts.length != 2
                || !ObjectNames.dnsLabel(parts[0], false).isEmpty()
                || !ObjectNames.dnsSubdomain(parts[1], false).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServiceAccountUser(parts[0], parts[1]));
    }

    public String userName() {
        return PREFIX + namespace + ":" + name;
    }

    public List<String> groups() {
        return List.of(ALL, ALL + ":" + namespace);
    }

    /** What a token says besides the account; empty strings where it says nothing. */
    record Binding(String podName, String podUid, String nodeName, String nodeUid, String credentialId) {

        static final Binding NONE = new Binding("", "", "", "", "");
    }

    UserInfo userInfo(String uid, Binding binding) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!binding.podName().isEmpty() && !binding.podUid().isEmpty()) {
            extra.put(POD_NAME, List.of(binding.podName()));
            extra.put(POD_UID, List.of(binding.podUid()));
        }
        if (!binding.credentialId().isEmpty()) {
            extra.put(UserInfo.CREDENTIAL_ID, List.of(binding.credentialId()));
        }
        if (!binding.nodeName().isEmpty()) {
            extra.put(NODE_NAME, List.of(binding.nodeName()));
            if (!binding.nodeUid().isEmpty()) {
                extra.put(NODE_UID, List.of(binding.nodeUid()));
            }
        }
        return new UserInfo(userName(), uid, groups(), extra);
    }
}
