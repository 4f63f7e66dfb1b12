package dev.navarch.apiserver.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.registry.ObjectReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a hook is.
 *
 * @param uri as errors show it
 * @param host that is connected to: of a Service its cluster address, as the server resolves no cluster names
 */
record WebhookAddress(URI uri, String host, int port) {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final int HTTPS = 443;

    /** The name that the certificate must be for. */
    String serverName() {
        return uri.getHost();
    }

    static WebhookAddress of(WebhookTarget target, ObjectReader reader) throws WebhookCallException {
        try {
            JsonNode service = target.clientConfig().path("service");
            return service.isObject()
                    ? ofService(target, service, reader)
                    : ofUrl(new URI(target.clientConfig().path("url").asText("")));
        } catch (URISyntaxException e) {
            throw new WebhookCallException("could not get REST client: " + e.getMessage());
        }
    }

    private static WebhookAddress ofUrl(URI url) {
        return new WebhookAddress(url, url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort());
    }

    private static WebhookAddress ofService(WebhookTarget target, JsonNode reference, ObjectReader reader)
            throws WebhookCallException, URISyntaxException {
        String namespace = reference.path("namespace").asText("");
        String name = reference.path("name").asText("");
        int port = reference.path("port").asInt(HTTPS);
        var uri = new URI(
                "https",
                null,
                name + "." + namespace + ".svc",
                port,
                path(reference.path("path").asText("")),
                null,
                null);
        Optional<ObjectNode> service = reader.get(SERVICES, namespace, name);
        if (service.isEmpty()) {
            throw failed(target, uri, "service \"" + name + "\" not found");
        }
        JsonNode spec = service.get().path("spec");
        if (spec.path("type").asText("").equals("ExternalName")) {
            return new WebhookAddress(uri, spec.path("externalName").asText(""), port);
        }
        for (JsonNode each : spec.path("ports")) {
            if (each.path("port").asInt() == port) {
                return new WebhookAddress(uri, clusterAddress(target, uri, name, spec), port);
            }
        }
        throw failed(target, uri, "no service port " + port + " found for service \"" + name + "\"");
    }

    private static String clusterAddress(WebhookTarget target, URI uri, String name, JsonNode spec)
            throws WebhookCallException {
        String address = spec.path("clusterIP").asText("");
        if (address.isEmpty() || address.equals("None")) {
            throw failed(target, uri, "no cluster IP for service \"" + name + "\"");
        }
        return address;
    }

    private static String path(String path) {
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private static WebhookCallException failed(WebhookTarget target, URI uri, String problem) {
        return new WebhookCallException("Post \"" + asked(uri, target) + "\": " + problem);
    }

    /** The address with the timeout that the hook is told. */
    static String asked(URI uri, WebhookTarget target) {
        String timeout = "timeout=" + target.timeout().toSeconds() + "s";
        return uri + (uri.getRawQuery() == null ? "?" : "&") + timeout;
    }
}
