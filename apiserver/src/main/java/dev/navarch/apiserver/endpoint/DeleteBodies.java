package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.Decoder;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Query;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code DeleteOptions}: from the body, or without one from the parameters. */
final class DeleteBodies {

    private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "DeleteOptions");
    private static final GroupVersionKind ERROR_KIND = new GroupVersionKind("meta.k8s.io", "v1", "DeleteOptions");
    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");
    private static final Decoder DECODER = ResourceCodec.builtIn(KIND, false);

    private DeleteBodies() {}

    static DeleteOptions read(Exchange exchange) {
        byte[] body = exchange.body();
        ObjectNode tree = body.length > 0 ? fromBody(exchange, body) : fromQuery(exchange.query());
        DeleteOptions options = options(tree);
        List<FieldError> errors = errors(options, tree);
        if (!errors.isEmpty()) {
            throw StatusException.invalid(ERROR_KIND, "", errors);
        }
        return options;
    }

    private static ObjectNode fromBody(Exchange exchange, byte[] body) {
        Format format = Negotiation.input(exchange);
        try {
            byte[] json = Bodies.toJson(body, format, KIND);
            JsonNode tree = Json.parse(json);
            if (tree.isNull()) {
                return Json.object();
            }
            checkKind(tree);
            return DECODER.decode(json).object();
        } catch (JsonSyntaxException e) {
            throw StatusException.badRequest("couldn't get version/kind; json parse error: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static void checkKind(JsonNode tree) {
        String kind = tree.path("kind").asText("");
        String apiVersion = tree.path("apiVersion").asText("");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw StatusException.badRequest("no kind \"" + kind + "\" is registered for version \"" + apiVersion
                    + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
    }

    private static ObjectNode fromQuery(Query query) {
        ObjectNode tree = Json.object();
        if (query.has("gracePeriodSeconds")) {
            tree.put("gracePeriodSeconds", number(query.get("gracePeriodSeconds")));
        }
        if (query.has("orphanDependents")) {
            tree.put("orphanDependents", bool(query.get("orphanDependents")));
        }
        if (query.has("propagationPolicy")) {
            tree.put("propagationPolicy", query.get("propagationPolicy"));
        }
        if (query.has("ignoreStoreReadErrorWithClusterBreakingPotential")) {
            tree.put(
                    "ignoreStoreReadErrorWithClusterBreakingPotential",
                    bool(query.get("ignoreStoreReadErrorWithClusterBreakingPotential")));
        }
        if (query.has("dryRun")) {
            query.all("dryRun").forEach(tree.putArray("dryRun")::add);
        }
        return tree;
    }

    private static boolean bool(String text) {
        return !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    private static DeleteOptions options(ObjectNode tree) {
        tree.put("kind", "DeleteOptions");
        tree.put("apiVersion", "meta.k8s.io/v1");
        JsonNode grace = tree.path("gracePeriodSeconds");
        JsonNode orphan = tree.path("orphanDependents");
        return new DeleteOptions(
                grace.isNumber() ? (Long) grace.longValue() : null,
                text(tree.path("propagationPolicy")),
                orphan.isBoolean() ? (Boolean) orphan.booleanValue() : null,
                text(tree.path("preconditions").path("uid")),
                text(tree.path("preconditions").path("resourceVersion")),
                !tree.path("dryRun").isEmpty(),
                tree.path("ignoreStoreReadErrorWithClusterBreakingPotential").asBoolean(false),
                tree);
    }

    private static List<FieldError> errors(DeleteOptions options, ObjectNode tree) {
        var errors = new ArrayList<FieldError>();
        String policy = options.propagationPolicy();
        if (policy != null && options.orphanDependents() != null) {
            errors.add(FieldError.invalid(
                    "propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        }
        if (policy != null && !POLICIES.contains(policy)) {
            errors.add(FieldError.notSupported(
                    "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil")));
        }
        var dryRun = new ArrayList<String>();
        tree.path("dryRun").forEach(value -> dryRun.add(value.asText()));
        errors.addAll(WriteOptions.dryRunErrors(dryRun));
        return errors;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
