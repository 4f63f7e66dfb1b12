package dev.navarch.controllers.events;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a component wants to tell, before it is known whether it was told already. */
record RecordedEvent(
        String component,
        ObjectReference about,
        String type,
        String reason,
        String message,
        Map<String, String> annotations) {

    /** Whose turn it is to be loud. */
    Source source() {
        return new Source(
                component,
                about.getKind(),
                about.getNamespace(),
                about.getName(),
                about.getUid(),
                about.getApiVersion());
    }

    /** Events that differ in nothing but their text. */
    Similar similar() {
        return new Similar(source(), type, reason);
    }

    Same same() {
        return new Same(similar(), about.getFieldPath(), message);
    }

    RecordedEvent withMessage(String newMessage) {
        return new RecordedEvent(component, about, type, reason, newMessage, annotations);
    }

    record Source(
            @Nullable String component,
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String uid,
            @Nullable String apiVersion) {}

    record Similar(Source source, String type, String reason) {}

    record Same(Similar similar, @Nullable String fieldPath, String message) {}
}
