package dev.navarch.apiserver.kind.certificates;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The strategy of requests themselves: in the name of who makes them, and never changed afterwards. */
public final class CertificateSigningRequestStrategy implements ResourceStrategy {

    private final ResourceStrategy status = new RequestStatusStrategy(RequestStatusStrategy.Part.CERTIFICATE);
    private final ResourceStrategy approval = new RequestStatusStrategy(RequestStatusStrategy.Part.APPROVAL);

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode request) {
        ObjectNode spec = request.withObject("/spec");
        spec.remove(List.of("username", "uid", "groups", "extra"));
        UserInfo user = context.user();
        spec.put("username", user.name());
        if (!user.uid().isEmpty()) {
            spec.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            ArrayNode groups = spec.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = spec.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> {
                ArrayNode array = extra.putArray(key);
                values.forEach(array::add);
            });
        }
        request.putObject("status");
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode request, ObjectNode old) {
        request.set("spec", old.path("spec").deepCopy());
        request.set("status", old.path("status").deepCopy());
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode request) {
        return RequestValidation.ofCreated(request);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode request, ObjectNode old) {
        return RequestValidation.ofUpdated(request, old, false, false);
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return List.of();
    }

    @Override
    public Set<String> selectableFieldNames() {
        return Set.of("spec.signerName");
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode request) {
        return Map.of("spec.signerName", request.path("spec").path("signerName").asText(""));
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return switch (name) {
            case "status" -> Optional.of(status);
            case "approval" -> Optional.of(approval);
            default -> Optional.empty();
        };
    }

    @Override
    public Set<String> resetFields() {
        return Set.of("spec", "status");
    }
}
