package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.http.Query;
import dev.navarch.apiserver.registry.ConnectableResource;
import java.util.List;

/** A connection that is handed on: admitted as CONNECT, then the subresource's own. */
final class ConnectEndpoint {

    private ConnectEndpoint() {}

    static void handle(Call call, ConnectableResource connectable) throws Exception {
        if (call.exchange().query().has("dryRun") && !call.subresource().equals("log")) {
            throw StatusException.badRequest("dryRun is not supported");
        }
        boolean admitted = !call.subresource().equals("log");
        if (admitted) {
            var attributes = new AdmissionAttributes(
                    Operation.CONNECT,
                    call.kind(),
                    call.served().resource(),
                    call.subresource(),
                    call.namespace(),
                    call.name(),
                    options(call),
                    null,
                    null,
                    false,
                    call.context().user(),
                    call.context()::warn);
            call.services().admission().admit(attributes);
            call.services().admission().validate(attributes);
        }
        connectable.connect(call.context(), call.exchange());
    }

    /** The parameters as the options object that plugins see. */
    private static ObjectNode options(Call call) {
        ObjectNode options = Json.object();
        options.put("kind", call.kind().kind());
        options.put("apiVersion", call.kind().apiVersion());
        Query query = call.exchange().query();
        for (String name : query.names()) {
            List<String> values = query.all(name);
            switch (name) {
                case "command" -> {
                    ArrayNode command = options.putArray(name);
                    values.forEach(command::add);
                }
                case "stdin", "stdout", "stderr", "tty" ->
                    options.put(
                            name,
                            !values.getFirst().equals("false")
                                    && !values.getFirst().equals("0"));
                default -> options.put(name, values.getFirst());
            }
        }
        return options;
    }
}
