package dev.navarch.apiserver.impersonation;

import dev.navarch.apiserver.authentication.ServiceAccountUser;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.authorization.ForbiddenStatus;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Asks for each thing that a requestor wants to be whether it may, with the verb of one mode. */
final class ImpersonationRights {

    private static final String AUTHENTICATION = "authentication.k8s.io";

    /** From so many checks on, one for all of them is tried first. */
    private static final int MANY = 4;

    private static final Pattern DOMAIN_PREFIXED_PATH = Pattern.compile(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

    private final Authorizer authorizer;
    private final UserInfo requestor;
    private final String verb;
    private final boolean constrained;
    private boolean anyNode;

    ImpersonationRights(Authorizer authorizer, UserInfo requestor, String verb, boolean constrained) {
        this.authorizer = authorizer;
        this.requestor = requestor;
        this.verb = verb;
        this.constrained = constrained;
    }

    /** Asks about all nodes rather than the one, as it is done for the requestor's own node. */
    ImpersonationRights forAnyNode(boolean yes) {
        this.anyNode = yes;
        return this;
    }

    /** The wanted user completed with the groups that follow from its name; throws 403 when something is not allowed. */
    UserInfo check(UserInfo wanted) {
        List<String> groups = checkName(wanted);
        if (!wanted.uid().isEmpty()) {
            require(authorizer, asking(AUTHENTICATION, "v1", "uids", "", "", wanted.uid()));
        }
        checkGroups(wanted.groups());
        checkExtra(wanted.extra());
        var user = new UserInfo(wanted.name(), wanted.uid(), groups, wanted.extra());
        if (user.name().equals(UserInfo.ANONYMOUS)) {
            return user.withGroups(List.of(UserInfo.UNAUTHENTICATED));
        }
        return groups.contains(UserInfo.UNAUTHENTICATED) ? user : user.withGroups(List.of(UserInfo.AUTHENTICATED));
    }

    private List<String> checkName(UserInfo wanted) {
        String node = constrained ? Impersonation.nodeName(wanted.name()) : null;
        if (node != null) {
            require(authorizer, asking(AUTHENTICATION, "v1", "nodes", "", "", anyNode ? "*" : node));
            return List.of(UserInfo.NODES);
        }
        Optional<ServiceAccountUser> account = ServiceAccountUser.parse(wanted.name());
        if (account.isPresent()) {
            require(
                    authorizer,
                    asking(
                            group(),
                            "v1",
                            "serviceaccounts",
                            "",
                            account.get().namespace(),
                            account.get().name()));
            return wanted.groups().isEmpty() ? account.get().groups() : wanted.groups();
        }
        require(authorizer, asking(group(), "v1", "users", "", "", wanted.name()));
        return wanted.groups();
    }

    private String group() {
        return constrained ? AUTHENTICATION : "";
    }

    private void checkGroups(List<String> groups) {
        if (constrained && groups.contains("")) {
            throw ForbiddenStatus.of(
                    asking(group(), "v1", "groups", "", "", ""), "impersonating the empty string group is not allowed");
        }
        if (constrained && groups.contains(UserInfo.MASTERS)) {
            throw ForbiddenStatus.of(
                    asking(group(), "v1", "groups", "", "", UserInfo.MASTERS),
                    "impersonating the system:masters group is not allowed");
        }
        if (constrained
                && groups.size() >= MANY
                && authorizer
                        .authorize(asking(group(), "v1", "groups", "", "", "*"))
                        .isAllowed()) {
            return;
        }
        for (String group : groups) {
            require(authorizer, asking(group(), "v1", "groups", "", "", group));
        }
    }

    private void checkExtra(Map<String, List<String>> extra) {
        if (constrained) {
            extra.forEach(this::checkExtraForm);
            int count = extra.values().stream().mapToInt(List::size).sum();
            boolean many = extra.size() >= MANY || count >= MANY;
            if (many
                    && authorizer
                            .authorize(asking(AUTHENTICATION, "v1", "userextras", "*", "", "*"))
                            .isAllowed()) {
                return;
            }
        }
        extra.forEach((key, values) -> {
            for (String value : values) {
                require(authorizer, asking(AUTHENTICATION, "v1", "userextras", key, "", value));
            }
        });
    }

    private void checkExtraForm(String key, List<String> values) {
        String problem = "";
        if (key.isEmpty()) {
            problem = "impersonating the empty string key in extra is not allowed";
        } else if (!DOMAIN_PREFIXED_PATH.matcher(key).matches()) {
            problem = "impersonating an invalid key in extra is not allowed: extra.key: Invalid value: \"" + key
                    + "\": must be a domain-prefixed path (such as \"acme.io/foo\")";
        } else if (!key.equals(key.toLowerCase(Locale.ROOT))) {
            problem = "impersonating a non-lowercase key in extra is not allowed: \"" + key + "\"";
        } else if (values.isEmpty()) {
            problem = "impersonating empty values in extra is not allowed";
        } else if (values.contains("")) {
            problem = "impersonating the empty string value in extra is not allowed";
        }
        if (!problem.isEmpty()) {
            throw ForbiddenStatus.of(asking(AUTHENTICATION, "v1", "userextras", "", "", ""), problem);
        }
    }

    private Attributes asking(
            String group, String version, String resource, String subresource, String namespace, String name) {
        return Attributes.resource(requestor, verb, group, version, resource, subresource, namespace, name);
    }

    static void require(Authorizer authorizer, Attributes attributes) {
        Decision decision = authorizer.authorize(attributes);
        if (!decision.isAllowed()) {
            throw ForbiddenStatus.of(attributes, decision.reason());
        }
    }

    /** The requestor with its extra reduced to which keys there are, as decisions about its own node are made on. */
    static UserInfo withoutExtraValues(UserInfo requestor) {
        var keys = new ArrayList<>(new TreeSet<>(requestor.extra().keySet()));
        return new UserInfo(
                requestor.name(),
                requestor.uid(),
                requestor.groups(),
                Map.of("authentication.kubernetes.io/associated-node-keys", keys));
    }
}
