package dev.navarch.apiserver.version;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.endpoint.JsonIndent;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;

/** Answers {@code /version}. */
public final class VersionHandler implements Handler {

    /** The release of Kubernetes whose API is served. */
    public static final String GIT_VERSION = "v1.36.3";

    private final byte[] document = JsonIndent.indent(Json.bytes(document()));

    @Override
    public void handle(Exchange exchange) {
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw StatusException.of(
                    405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
        exchange.respond(200, "application/json", document);
    }

    private static ObjectNode document() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("major", "1");
        version.put("minor", "36");
        version.put("emulationMajor", "1");
        version.put("emulationMinor", "36");
        version.put("minCompatibilityMajor", "1");
        version.put("minCompatibilityMinor", "35");
        version.put("gitVersion", GIT_VERSION);
        version.put("gitCommit", "$Format:%H$");
        version.put("gitTreeState", "");
        version.put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "go1.26.8");
        version.put("compiler", "gc");
        version.put("platform", "linux/amd64");
        return version;
    }
}
