package dev.navarch.kubelet.server.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.navarch.kubelet.runtime.StandardStreams;
import dev.navarch.kubelet.runtime.StandardStreams.Size;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Terminal sizes as they come, {@code {"Width":80,"Height":24}} each. Guarded by {@code this}. */
final class Resizes implements StandardStreams.Resizes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable Size latest;
    private @Nullable Consumer<Size> listener;

    @Override
    public void listen(Consumer<Size> consumer) {
        Size now;
        synchronized (this) {
            listener = consumer;
            now = latest;
        }
        if (now != null) {
            consumer.accept(now);
        }
    }

    /** On a thread that may block: resizing calls the runtime. */
    void accept(JsonNode json) {
        Size size = new Size(json.path("Width").asInt(), json.path("Height").asInt());
        Consumer<Size> consumer;
        synchronized (this) {
            latest = size;
            consumer = listener;
        }
        if (consumer != null && size.width() > 0 && size.height() > 0) {
            consumer.accept(size);
        }
    }

    /** Reads them until the stream ends. */
    void follow(InputStream in) {
        try (var sizes = JSON.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            while (sizes.hasNextValue()) {
                accept(sizes.nextValue());
            }
        } catch (IOException e) {
            // A terminal that cannot be resized still works.
            return;
        }
    }
}
