package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Records events about objects. Never blocks; thread-safe. */
public interface EventRecorder {

    /** The kinds of events. */
    enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    void event(
            HasMetadata regarding, @Nullable HasMetadata related, Type type, String reason, String action, String note);
}
