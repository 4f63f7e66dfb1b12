package dev.navarch.controllers.revisions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pod templates, told apart and named. */
public final class PodTemplates {

    public static final String HASH_LABEL = "pod-template-hash";

    private static final ObjectMapper CANONICAL =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** Without vowels, and what looks like them: no hash may read as a word. */
    private static final String SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private PodTemplates() {}

    /** Whether the templates are the same but for the label that tells them apart. */
    public static boolean equalIgnoringHash(PodTemplateSpec a, PodTemplateSpec b) {
        return withoutHash(a).equals(withoutHash(b));
    }

    public static PodTemplateSpec withHash(PodTemplateSpec template, String hash) {
        Map<String, String> labels = labels(template);
        labels.put(HASH_LABEL, hash);
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    public static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        Map<String, String> labels = labels(template);
        labels.remove(HASH_LABEL);
        var metadata = template.getMetadata();
        Map<String, String> annotations =
                metadata == null ? Map.of() : Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    /**
     * A short name of the template's content.
     *
     * @param collisions how often another template turned out to have the same name
     */
    public static String hash(PodTemplateSpec template, @Nullable Integer collisions) {
        int hash = 0x811c9dc5;
        hash = fnv1a(hash, canonical(template));
        if (collisions != null) {
            hash = fnv1a(
                    hash,
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(collisions)
                            .array());
        }
        StringBuilder safe = new StringBuilder();
        Integer.toUnsignedString(hash)
                .chars()
                .forEach(c -> safe.append(SAFE_ALPHABET.charAt(c % SAFE_ALPHABET.length())));
        return safe.toString();
    }

    private static int fnv1a(int hash, byte[] bytes) {
        int result = hash;
        for (byte b : bytes) {
            result = (result ^ (b & 0xff)) * 0x01000193;
        }
        return result;
    }

    private static byte[] canonical(PodTemplateSpec template) {
        try {
            return CANONICAL.writeValueAsString(template).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A pod template cannot be written as JSON", e);
        }
    }

    private static Map<String, String> labels(PodTemplateSpec template) {
        var metadata = template.getMetadata();
        return metadata == null || metadata.getLabels() == null ? new HashMap<>() : new HashMap<>(metadata.getLabels());
    }
}
