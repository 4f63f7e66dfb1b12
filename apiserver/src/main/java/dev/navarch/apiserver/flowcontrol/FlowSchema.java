package dev.navarch.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.authentication.ServiceAccountUser;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.UserInfo;
import java.util.Comparator;

/**
 * Which requests go to which priority level, and what tells their flows apart.
 *
 * @param rules as {@code flowcontrol.apiserver.k8s.io/v1} has them; shared, never to be changed
 */
record FlowSchema(String name, String uid, int precedence, String level, String distinguisher, JsonNode rules) {

    /** The first that matches counts. */
    static final Comparator<FlowSchema> ORDER =
            Comparator.comparingInt(FlowSchema::precedence).thenComparing(FlowSchema::name);

    static FlowSchema of(ObjectNode object) {
        JsonNode spec = object.path("spec");
        return new FlowSchema(
                ObjectMeta.name(object),
                ObjectMeta.uid(object),
                spec.path("matchingPrecedence").asInt(),
                spec.path("priorityLevelConfiguration").path("name").asText(""),
                spec.path("distinguisherMethod").path("type").asText(""),
                spec.path("rules"));
    }

    /** What tells the request's flow from others of this schema. */
    String flow(RequestInfo request, UserInfo user) {
        return switch (distinguisher) {
            case "ByUser" -> user.name();
            case "ByNamespace" -> request.namespace();
            default -> "";
        };
    }

    boolean matches(RequestInfo request, UserInfo user) {
        for (JsonNode rule : rules) {
            if (anySubject(rule.path("subjects"), user) && anyRule(rule, request)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anySubject(JsonNode subjects, UserInfo user) {
        for (JsonNode subject : subjects) {
            boolean matches = switch (subject.path("kind").asText("")) {
                case "User" -> isNamed(subject.path("user"), user.name());
                case "Group" -> isGroup(subject.path("group"), user);
                case "ServiceAccount" -> isAccount(subject.path("serviceAccount"), user);
                default -> false;
            };
            if (matches) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(JsonNode subject, String name) {
        String wanted = subject.path("name").asText("");
        return wanted.equals("*") || wanted.equals(name);
    }

    private static boolean isGroup(JsonNode subject, UserInfo user) {
        String wanted = subject.path("name").asText("");
        return wanted.equals("*") || user.groups().contains(wanted);
    }

    private static boolean isAccount(JsonNode subject, UserInfo user) {
        return ServiceAccountUser.parse(user.name())
                .filter(account ->
                        account.namespace().equals(subject.path("namespace").asText("")))
                .filter(account -> isNamed(subject, account.name()))
                .isPresent();
    }

    private static boolean anyRule(JsonNode rule, RequestInfo request) {
        for (JsonNode wanted : rule.path(request.isResourceRequest() ? "resourceRules" : "nonResourceRules")) {
            boolean matches = contains(wanted.path("verbs"), request.verb())
                    && (request.isResourceRequest()
                            ? isResource(wanted, request)
                            : isUrl(wanted.path("nonResourceURLs"), request.path()));
            if (matches) {
                return true;
            }
        }
        return false;
    }

    private static boolean isResource(JsonNode wanted, RequestInfo request) {
        String resource =
                request.subresource().isEmpty() ? request.resource() : request.resource() + "/" + request.subresource();
        if (!contains(wanted.path("resources"), resource) || !contains(wanted.path("apiGroups"), request.group())) {
            return false;
        }
        return request.namespace().isEmpty()
                ? wanted.path("clusterScope").asBoolean(false)
                : contains(wanted.path("namespaces"), request.namespace());
    }

    private static boolean isUrl(JsonNode urls, String path) {
        for (JsonNode url : urls) {
            String wanted = url.asText();
            String prefix = wanted.endsWith("*") ? wanted.substring(0, wanted.length() - 1) : wanted;
            prefix = prefix.endsWith("/") ? prefix : prefix + "/";
            if (wanted.equals("*") || wanted.equals(path) || path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** A list of one asterisk has everything in it. */
    private static boolean contains(JsonNode list, String value) {
        if (list.size() == 1 && list.get(0).asText().equals("*")) {
            return true;
        }
        for (JsonNode item : list) {
            if (item.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
