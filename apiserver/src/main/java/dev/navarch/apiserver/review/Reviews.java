package dev.navarch.apiserver.review;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.authentication.Authentication;
import dev.navarch.apiserver.authorization.Authorization;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import java.util.Map;

/** The resources that answer questions, by resource. */
public final class Reviews {

    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private Reviews() {}

    public static Map<GroupResource, CreateOnlyHandler> handlers(
            Authentication authentication, Authorization authorization) {
        var authorizer = authorization.authorizer();
        return Map.of(
                new GroupResource(AUTHENTICATION, "tokenreviews"),
                new TokenReview(authentication.tokens(), authentication.apiAudiences()),
                new GroupResource(AUTHENTICATION, "selfsubjectreviews"),
                new SelfSubjectReview(),
                new GroupResource(AUTHORIZATION, "subjectaccessreviews"),
                new AccessReview(AccessReview.Form.ANY_SUBJECT, authorizer),
                new GroupResource(AUTHORIZATION, "localsubjectaccessreviews"),
                new AccessReview(AccessReview.Form.LOCAL, authorizer),
                new GroupResource(AUTHORIZATION, "selfsubjectaccessreviews"),
                new AccessReview(AccessReview.Form.SELF, authorizer),
                new GroupResource(AUTHORIZATION, "selfsubjectrulesreviews"),
                new SelfSubjectRulesReview(authorization.ruleResolver()));
    }
}
