package dev.navarch.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.authentication.ServiceAccountUser;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A RoleBinding, or a ClusterRoleBinding when the namespace is empty.
 *
 * @param roleKind {@code Role} or {@code ClusterRole}
 */
record Binding(String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {

    /** Who a role is given to. The namespace of a service account is never empty where it can be told. */
    record Subject(String kind, String namespace, String name) {

        /** Under which key of the index a user finds it; empty for what no user can be. */
        Optional<String> key() {
            return switch (kind) {
                case "User" -> Optional.of(userKey(name));
                case "Group" -> Optional.of(groupKey(name));
                case "ServiceAccount" ->
                    namespace.isEmpty()
                            ? Optional.empty()
                            : Optional.of(userKey(new ServiceAccountUser(namespace, name).userName()));
                default -> Optional.empty();
            };
        }

        boolean appliesTo(UserInfo user) {
            return switch (kind) {
                case "User" -> user.name().equals(name);
                case "Group" -> user.groups().contains(name);
                case "ServiceAccount" ->
                    !namespace.isEmpty() && user.name().equals(new ServiceAccountUser(namespace, name).userName());
                default -> false;
            };
        }

        @Override
        public String toString() {
            return kind.equals("ServiceAccount")
                    ? kind + " \"" + name + "/" + namespace + "\""
                    : kind + " \"" + name + "\"";
        }
    }

    static String userKey(String name) {
        return "u:" + name;
    }

    static String groupKey(String name) {
        return "g:" + name;
    }

    static Binding of(ObjectNode object) {
        String namespace = object.path("metadata").path("namespace").asText("");
        var subjects = new ArrayList<Subject>();
        for (JsonNode subject : object.path("subjects")) {
            String own = subject.path("namespace").asText("");
            subjects.add(new Subject(
                    subject.path("kind").asText(),
                    own.isEmpty() ? namespace : own,
                    subject.path("name").asText()));
        }
        return new Binding(
                namespace,
                object.path("metadata").path("name").asText(),
                object.path("roleRef").path("kind").asText(),
                object.path("roleRef").path("name").asText(),
                List.copyOf(subjects));
    }

    boolean appliesTo(UserInfo user) {
        return subjects.stream().anyMatch(subject -> subject.appliesTo(user));
    }

    /** As upstream names the source of a right in the reason of a decision. */
    String describeFor(UserInfo user) {
        String subject = subjects.stream()
                .filter(candidate -> candidate.appliesTo(user))
                .findFirst()
                .map(Subject::toString)
                .orElse("");
        String kind = namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding";
        String shownName = namespace.isEmpty() ? name : name + "/" + namespace;
        return kind + " \"" + shownName + "\" of " + roleKind + " \"" + roleName + "\" to " + subject;
    }
}
