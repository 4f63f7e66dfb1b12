package dev.navarch.apiserver.kind.core.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The strategy of secrets. */
public final class SecretStrategy implements ResourceStrategy {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    private static final String FROZEN = "field is immutable when `immutable` is set";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void applyDefaults(ObjectNode secret) {
        Fields.defaultText(secret, "type", "Opaque");
        JsonNode plain = secret.path("stringData");
        if (plain.isObject()) {
            ObjectNode data = Fields.objectOrNew(secret, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
            if (data.isEmpty()) {
                secret.remove("data");
            }
        }
        secret.remove("stringData");
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode secret) {
        var errors = new ArrayList<FieldError>();
        JsonNode data = secret.path("data");
        long size = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            String key = entry.getKey();
            Names.configMapKey(key).forEach(text -> errors.add(FieldError.invalid("data[" + key + "]", key, text)));
            size += decode(entry.getValue()).length;
        }
        if (size > MAX_BYTES) {
            errors.add(FieldError.tooLong("data", MAX_BYTES));
        }
        validateType(secret, data, errors);
        return errors;
    }

    private static void validateType(ObjectNode secret, JsonNode data, List<FieldError> errors) {
        switch (secret.path("type").asText("")) {
            case "kubernetes.io/service-account-token" -> {
                if (secret.path("metadata")
                        .path("annotations")
                        .path(ACCOUNT_NAME)
                        .asText("")
                        .isEmpty()) {
                    errors.add(FieldError.required("metadata.annotations[" + ACCOUNT_NAME + "]", ""));
                }
            }
            case "kubernetes.io/dockercfg" -> requireJson(data, ".dockercfg", errors);
            case "kubernetes.io/dockerconfigjson" -> requireJson(data, ".dockerconfigjson", errors);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    require(data, "username", errors);
                    require(data, "password", errors);
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.path("ssh-privatekey").asText("").isEmpty()) {
                    errors.add(FieldError.required("data[ssh-privatekey]", ""));
                }
            }
            case "kubernetes.io/tls" -> {
                require(data, "tls.crt", errors);
                require(data, "tls.key", errors);
            }
            default -> {}
        }
    }

    private static void require(JsonNode data, String key, List<FieldError> errors) {
        if (!data.has(key)) {
            errors.add(FieldError.required("data[" + key + "]", ""));
        }
    }

    private static void requireJson(JsonNode data, String key, List<FieldError> errors) {
        if (!data.has(key)) {
            require(data, key, errors);
            return;
        }
        String problem = "";
        try {
            JsonNode parsed = JSON.readTree(decode(data.path(key)));
            if (parsed == null || parsed.isMissingNode()) {
                problem = "unexpected end of JSON input";
            } else if (!parsed.isObject() && !parsed.isNull()) {
                problem = "json: cannot unmarshal "
                        + parsed.getNodeType().name().toLowerCase(Locale.ROOT)
                        + " into Go value of type map[string]interface {}";
            }
        } catch (IOException e) {
            problem = "invalid character in JSON";
        }
        if (!problem.isEmpty()) {
            errors.add(FieldError.invalid("data[" + key + "]", "<secret contents redacted>", problem));
        }
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode secret, ObjectNode old) {
        if (secret.path("type").asText("").isEmpty() && old.has("type")) {
            secret.set("type", old.get("type"));
        }
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode secret, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        if (!secret.path("type").equals(old.path("type"))) {
            errors.add(FieldError.invalid("type", secret.path("type").asText(""), "field is immutable"));
        }
        if (old.path("immutable").asBoolean()) {
            if (!secret.path("immutable").asBoolean()) {
                errors.add(FieldError.forbidden("immutable", FROZEN));
            }
            if (!secret.path("data").equals(old.path("data"))) {
                errors.add(FieldError.forbidden("data", FROZEN));
            }
        }
        errors.addAll(ObjectMetaValidation.validate(secret, true, Names.SUBDOMAIN));
        errors.addAll(validate(context, secret));
        return errors;
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode secret, @Nullable ObjectNode old) {
        if (!secret.path("type").asText("").equals("kubernetes.io/tls")) {
            return List.of();
        }
        JsonNode data = secret.path("data");
        String problem = KeyPairCheck.problem(text(data.path("tls.crt")), text(data.path("tls.key")));
        return problem.isEmpty() ? List.of() : List.of(problem);
    }

    private static String text(JsonNode value) {
        return new String(decode(value), StandardCharsets.ISO_8859_1);
    }

    private static byte[] decode(JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.asText(""));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public Set<String> selectableFieldNames() {
        return Set.of("type");
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode secret) {
        return Map.of("type", secret.path("type").asText(""));
    }
}
