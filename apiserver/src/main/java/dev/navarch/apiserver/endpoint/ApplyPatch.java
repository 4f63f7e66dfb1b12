package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.FieldValidation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-side apply: a configuration of which the manager owns every field. */
final class ApplyPatch implements PatchEndpoint.Patch {

    private final Call call;
    private final ObjectForm form;
    private final ObjectNode configuration;
    private final List<String> problems;

    ApplyPatch(Call call, ObjectForm form, byte[] body) {
        this.call = call;
        this.form = form;
        Bodies.Document yaml = Bodies.configuration(body);
        this.configuration = yaml.object();
        this.problems = yaml.problems();
    }

    @Override
    public ObjectNode apply(ObjectNode live) {
        return merge(live);
    }

    @Override
    public ObjectNode create() {
        return merge(null);
    }

    private ObjectNode merge(@Nullable ObjectNode live) {
        ObjectNode object = form.fieldManager()
                .apply(
                        live,
                        configuration,
                        call.context().fieldManager(),
                        call.context().options().force(),
                        Instant.now());
        report();
        return object;
    }

    private void report() {
        if (problems.isEmpty() || call.context().fieldValidation() == FieldValidation.IGNORE) {
            return;
        }
        if (call.context().fieldValidation() == FieldValidation.STRICT) {
            throw StatusException.badRequest(
                    "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal" + " errors:\n  "
                            + String.join("\n  ", problems));
        }
        problems.forEach(call.context()::warn);
    }
}
