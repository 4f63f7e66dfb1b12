package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.StatusException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Where a list goes on. Understood by, and understanding, upstream's servers.
 *
 * @param revision the state that is listed; -1 for whatever is there by then
 * @param startKey the first key wanted
 */
record ContinueToken(long revision, String startKey) {

    private static final String VERSION = "meta.k8s.io/v1";

    static ContinueToken decode(String token, String scope) {
        JsonNode content;
        try {
            content = Json.parse(Base64.getUrlDecoder().decode(token));
        } catch (JsonSyntaxException e) {
            throw invalid(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw invalid("illegal base64 data at input byte " + firstIllegal(token));
        }
        String version = content.path("v").asText("");
        if (!version.equals(VERSION)) {
            throw invalid("server does not recognize this encoded version " + version);
        }
        long revision = content.path("rv").asLong(0);
        String start = content.path("start").asText("");
        if (revision == 0) {
            throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        if (start.isEmpty()) {
            throw invalid("encoded start key empty (version meta.k8s.io/v1)");
        }
        String key = start.startsWith("/") ? start : "/" + start;
        if (!isClean(key)) {
            throw invalid(start);
        }
        return new ContinueToken(revision, scope + key.substring(1));
    }

    /** The token by which a client goes on at the key, which is in the scope. */
    String encode(String scope) {
        ObjectNode content = Json.object();
        content.put("v", VERSION);
        content.put("rv", revision);
        content.put("start", startKey.substring(scope.length()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(content));
    }

    private static boolean isClean(String key) {
        if (key.indexOf('\0') >= 0 && key.indexOf('\0') < key.length() - 1) {
            return false;
        }
        String path = key.endsWith("\0") ? key.substring(0, key.length() - 1) : key;
        return Path.of(path).normalize().toString().equals(path);
    }

    private static int firstIllegal(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean legal =
                    (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
            if (!legal) {
                return i;
            }
        }
        return token.length();
    }

    private static StatusException invalid(String detail) {
        return StatusException.badRequest("invalid continue token: continue key is not valid: " + detail);
    }
}
