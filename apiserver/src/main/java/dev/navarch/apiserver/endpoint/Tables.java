package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.table.IncludeObject;
import dev.navarch.apiserver.table.TableFormat;

/** Answers as tables. */
final class Tables {

    private Tables() {}

    /** One object; {@code headers} whether the columns are described. */
    static ObjectNode of(Call call, OutputMediaType output, ObjectNode object, boolean headers) {
        TableFormat format = object.path("kind").asText("").equals("Scale")
                ? TableFormat.ofScale()
                : call.codec().table();
        return format.single(object, include(call.exchange()), version(output), headers);
    }

    static ObjectNode ofList(Call call, OutputMediaType output, ListEndpoint.Found found) {
        var items = found.list().items().stream()
                .map(item -> Representations.tree(call, item))
                .toList();
        boolean headers = !isSet(call.exchange().query().get("noHeaders"), call.exchange());
        return call.codec().table().list(found.metadata(), items, include(call.exchange()), version(output), headers);
    }

    /** What rows are to carry; 400 for what cannot be. */
    static IncludeObject include(Exchange exchange) {
        String value = exchange.query().get("includeObject");
        return IncludeObject.parse(value)
                .orElseThrow(() -> StatusException.badRequest(
                        "Unable to convert to Table as requested: includeObject: Invalid value: \"" + value
                                + "\": must be 'Metadata', 'Object', 'None', or empty"));
    }

    private static boolean isSet(String value, Exchange exchange) {
        return exchange.query().has("noHeaders") && !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    private static String version(OutputMediaType output) {
        GroupVersionKind convert = output.convert();
        return convert == null ? "v1" : convert.version();
    }
}
