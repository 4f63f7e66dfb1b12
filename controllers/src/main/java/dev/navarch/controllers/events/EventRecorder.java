package dev.navarch.controllers.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Map;

/** Records events of one component (the {@code source.component} of its events). Never blocks, never throws. */
public final class EventRecorder {

    private final EventBroadcaster broadcaster;
    private final String component;

    EventRecorder(EventBroadcaster broadcaster, String component) {
        this.broadcaster = broadcaster;
        this.component = component;
    }

    public void normal(HasMetadata about, String reason, String message) {
        record(referenceTo(about), "Normal", reason, message);
    }

    public void warning(HasMetadata about, String reason, String message) {
        record(referenceTo(about), "Warning", reason, message);
    }

    public void record(ObjectReference about, String type, String reason, String message) {
        record(about, type, reason, message, Map.of());
    }

    public void record(
            ObjectReference about, String type, String reason, String message, Map<String, String> annotations) {
        broadcaster.accept(new RecordedEvent(component, about, type, reason, message, annotations));
    }

    public static ObjectReference referenceTo(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withKind(object.getKind())
                .withApiVersion(object.getApiVersion())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build();
    }
}
