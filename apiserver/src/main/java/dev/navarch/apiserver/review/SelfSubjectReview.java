package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.request.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Answers {@code authentication.k8s.io/v1 SelfSubjectReview}: who the asking user is. */
public final class SelfSubjectReview implements CreateOnlyHandler {

    @Override
    public ObjectNode create(RequestContext context, ObjectNode body, Runnable admission) {
        admission.run();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("kind", body.get("kind"));
        answer.set("apiVersion", body.get("apiVersion"));
        answer.putObject("metadata")
                .put(
                        "creationTimestamp",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        UserFields.write(answer.putObject("status").putObject("userInfo"), context.user());
        return answer;
    }
}
