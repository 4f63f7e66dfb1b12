package dev.navarch.apiserver.kind.core.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The strategy of service accounts. */
public final class ServiceAccountStrategy implements ResourceStrategy {

    private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode account) {
        keepNamesOnly(account);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode account, ObjectNode old) {
        keepNamesOnly(account);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode account, ObjectNode old) {
        return ObjectMetaValidation.validate(account, true, Names.SUBDOMAIN);
    }

    private static void keepNamesOnly(ObjectNode account) {
        if (account.get("secrets") instanceof ArrayNode secrets) {
            for (int i = 0; i < secrets.size(); i++) {
                JsonNode name = secrets.get(i).get("name");
                ObjectNode reference = secrets.objectNode();
                if (name != null) {
                    reference.set("name", name);
                }
                secrets.set(i, reference);
            }
        }
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode account, @Nullable ObjectNode old) {
        boolean had = old != null && old.path("metadata").path("annotations").has(ENFORCE);
        return !had && account.path("metadata").path("annotations").has(ENFORCE)
                ? List.of("metadata.annotations[" + ENFORCE
                        + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets")
                : List.of();
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
