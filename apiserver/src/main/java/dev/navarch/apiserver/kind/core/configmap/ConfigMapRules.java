package dev.navarch.apiserver.kind.core.configmap;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What must hold of a ConfigMap. */
public final class ConfigMapRules {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String FROZEN = "field is immutable when `immutable` is set";

    private ConfigMapRules() {}

    public static void created(Place map) {
        Place data = map.get("data");
        Place binary = map.get("binaryData");
        long size = 0;
        for (String key : data.keys()) {
            key(data.key(key), key);
            if (binary.key(key).isSet()) {
                data.key(key).invalid(key, "duplicate of key present in binaryData");
            }
            size += data.key(key).text().getBytes(StandardCharsets.UTF_8).length;
        }
        for (String key : binary.keys()) {
            key(binary.key(key), key);
            size += decodedLength(binary.key(key).text());
        }
        if (size > MAX_BYTES) {
            map.add(List.of(FieldError.tooLong("[]", MAX_BYTES)));
        }
    }

    private static void key(Place entry, String key) {
        Names.configMapKey(key).forEach(text -> entry.invalid(key, text));
    }

    private static long decodedLength(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3L - padding;
    }

    public static void changed(Place map, Place old) {
        if (old.get("immutable").isTrue()) {
            if (!map.get("immutable").isTrue()) {
                map.get("immutable").forbidden(FROZEN);
            }
            for (String field : List.of("data", "binaryData")) {
                if (!map.get(field).sameAs(old.get(field))) {
                    map.get(field).forbidden(FROZEN);
                }
            }
        }
        map.add(ObjectMetaValidation.validate(map.value(), true, Names.SUBDOMAIN));
        created(map);
    }
}
