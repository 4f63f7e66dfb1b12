package dev.navarch.apiserver.impersonation;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.AuthenticationRequest;
import dev.navarch.apiserver.authentication.ServiceAccountUser;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who a request acts as. The way that last worked for a requestor is tried first, as upstream does it: which way
 * allows an impersonation decides on the groups of the user. Thread-safe; the lock of {@link #lastMode} guards it.
 */
public final class Impersonation {

    private static final String NODE_PREFIX = "system:node:";

    private static final int REMEMBERED_REQUESTORS = 10_000;

    private final Authorizer authorizer;
    private final Map<String, String> lastMode = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_REQUESTORS;
        }
    });

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * The user to serve the request as, when it asks to act as somebody else.
     *
     * @param attributes what the request does, with the user who sends it
     * @throws StatusException 400 for headers that make no sense, 403 when the requestor may not
     */
    public Optional<UserInfo> impersonate(AuthenticationRequest request, Attributes attributes) {
        return ImpersonationHeaders.read(request).map(wanted -> decide(wanted, attributes));
    }

    private UserInfo decide(UserInfo wanted, Attributes attributes) {
        String requestor = attributes.user().name();
        List<Mode> modes = modesFor(wanted, attributes);
        String last = lastMode.get(requestor);
        // A stable sort: all other modes stay in their order.
        modes.sort(Comparator.comparing(mode -> !mode.name().equals(last)));
        StatusException first = null;
        for (Mode mode : modes) {
            try {
                UserInfo user = mode.check().run();
                lastMode.put(requestor, mode.name());
                return user;
            } catch (StatusException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? StatusException.internal("all impersonation modes failed") : first;
    }

    /** One way in which an impersonation may be allowed. */
    private interface Check {
        UserInfo run();
    }

    private record Mode(String name, Check check) {}

    private List<Mode> modesFor(UserInfo wanted, Attributes attributes) {
        var modes = new ArrayList<Mode>();
        boolean onlyName = wanted.uid().isEmpty()
                && wanted.groups().isEmpty()
                && wanted.extra().isEmpty();
        String node = nodeName(wanted.name());
        boolean isAccount = ServiceAccountUser.parse(wanted.name()).isPresent();
        if (onlyName && node != null && isAssociated(attributes.user(), node)) {
            modes.add(constrainedMode("associated-node", wanted, attributes));
        }
        if (onlyName && node != null) {
            modes.add(constrainedMode("arbitrary-node", wanted, attributes));
        }
        if (onlyName && isAccount) {
            modes.add(constrainedMode("serviceaccount", wanted, attributes));
        }
        if (node == null && !isAccount) {
            modes.add(constrainedMode("user-info", wanted, attributes));
        }
        modes.add(new Mode(
                "legacy",
                () -> new ImpersonationRights(authorizer, attributes.user(), "impersonate", false).check(wanted)));
        return modes;
    }

    private Mode constrainedMode(String name, UserInfo wanted, Attributes attributes) {
        return new Mode(name, () -> constrained(name, wanted, attributes));
    }

    private UserInfo constrained(String mode, UserInfo wanted, Attributes attributes) {
        boolean associated = mode.equals("associated-node");
        UserInfo requestor = associated ? ImpersonationRights.withoutExtraValues(attributes.user()) : attributes.user();
        var on = new Attributes(
                requestor,
                "impersonate-on:" + mode + ":" + attributes.verb(),
                attributes.namespace(),
                attributes.group(),
                attributes.version(),
                attributes.resource(),
                attributes.subresource(),
                attributes.name(),
                attributes.isResourceRequest(),
                attributes.path(),
                attributes.fieldSelector(),
                attributes.labelSelector());
        ImpersonationRights.require(authorizer, on);
        return new ImpersonationRights(authorizer, requestor, "impersonate:" + mode, true)
                .forAnyNode(associated)
                .check(wanted);
    }

    /** The node of a node's user name; null when it is none. */
    static @Nullable String nodeName(String user) {
        if (!user.startsWith(NODE_PREFIX)) {
            return null;
        }
        String name = user.substring(NODE_PREFIX.length());
        return ObjectNames.dnsSubdomain(name, false).isEmpty() ? name : null;
    }

    /** Whether the requestor is a service account with a token of a pod on that node. */
    private static boolean isAssociated(UserInfo requestor, String node) {
        return ServiceAccountUser.parse(requestor.name()).isPresent()
                && requestor
                        .extra()
                        .getOrDefault(ServiceAccountUser.NODE_NAME, List.of())
                        .equals(List.of(node));
    }
}
