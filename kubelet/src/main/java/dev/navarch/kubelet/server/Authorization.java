package dev.navarch.kubelet.server;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the API server whether the user may use that part of the node; remembers yes for five minutes, no for half one. */
final class Authorization {
    private final KubernetesClient client;
    private final String nodeName;
    private final boolean alwaysAllow;
    private final Remembered<Boolean> decisions = new Remembered<>();

    Authorization(KubernetesClient client, String nodeName, boolean alwaysAllow) {
        this.client = client;
        this.nodeName = nodeName;
        this.alwaysAllow = alwaysAllow;
    }

    void check(RequestUser user, String method, String path) throws HttpError {
        if (alwaysAllow) {
            return;
        }
        String verb = verb(method);
        List<String> subresources = subresources(path);
        for (String subresource : subresources) {
            if (allowed(user, verb, subresource)) {
                return;
            }
        }
        throw new HttpError(
                403,
                "Forbidden (user=" + user.name() + ", verb=" + verb + ", resource=nodes, subresource(s)=["
                        + String.join(" ", subresources) + "])");
    }

    private static String verb(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "GET" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    /** One of them suffices (KEP-2862). */
    static List<String> subresources(String path) {
        List<String> subresources = new ArrayList<>();
        if (below(path, "/pods") || below(path, "/runningpods")) {
            subresources.add("pods");
        } else if (below(path, "/healthz")) {
            subresources.add("healthz");
        } else if (below(path, "/configz")) {
            subresources.add("configz");
        }
        if (below(path, "/stats")) {
            subresources.add("stats");
        } else if (below(path, "/metrics")) {
            subresources.add("metrics");
        } else if (below(path, "/logs")) {
            subresources.add("log");
        } else if (below(path, "/checkpoint")) {
            subresources.add("checkpoint");
        } else {
            subresources.add("proxy");
        }
        return subresources;
    }

    private static boolean below(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    private boolean allowed(RequestUser user, String verb, String subresource) throws HttpError {
        try {
            return decisions.get(
                    user + "\0" + verb + "\0" + subresource,
                    () -> review(user, verb, subresource),
                    yes -> yes ? Duration.ofMinutes(5) : Duration.ofSeconds(30));
        } catch (KubernetesClientException e) {
            throw new HttpError(
                    500,
                    "Authorization error (user=" + user.name() + ", verb=" + verb + ", resource=nodes, subresource="
                            + subresource + ")");
        }
    }

    private boolean review(RequestUser user, String verb, String subresource) {
        SubjectAccessReview review = client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.name())
                        .withUid(user.uid())
                        .withGroups(user.groups())
                        .withExtra(user.extra())
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withVersion("v1")
                        .withResource("nodes")
                        .withSubresource(subresource)
                        .withName(nodeName)
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(review.getStatus().getAllowed());
    }
}
