package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** What a probe or a lifecycle hook does: exactly one of a few actions. */
final class Handlers {

    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");

    private Handlers() {}

    static void ofProbe(Field probe) {
        check(probe, List.of("exec", "httpGet", "tcpSocket", "grpc"), Field.at(null, "", probe.errors()));
    }

    /**
     * Checks what is done after start or before stop.
     *
     * @param gracePeriod how long the pod may take to end; a sleep must not be longer
     */
    static void ofLifecycle(Field hook, Field gracePeriod) {
        check(hook, List.of("exec", "httpGet", "tcpSocket", "sleep"), gracePeriod);
    }

    private static void check(Field handler, List<String> actions, Field gracePeriod) {
        boolean found = false;
        for (String name : actions) {
            Field action = handler.get(name);
            if (!action.isSet()) {
                continue;
            }
            if (found) {
                action.forbidden("may not specify more than 1 handler type");
            } else {
                found = true;
                action(name, action, gracePeriod);
            }
        }
        if (!found) {
            handler.required("must specify a handler type");
        }
    }

    private static void action(String name, Field action, Field gracePeriod) {
        switch (name) {
            case "exec" -> action.get("command").require();
            case "httpGet" -> httpGet(action);
            case "tcpSocket", "grpc" -> portNumberOrName(action.get("port"));
            default -> sleep(action, gracePeriod);
        }
    }

    private static void httpGet(Field get) {
        get.get("path").require();
        portNumberOrName(get.get("port"));
        get.get("scheme").oneOf(SCHEMES);
        for (Field header : get.items("httpHeaders")) {
            Field name = header.get("name").shownAt(get.path() + ".httpHeaders");
            name.invalid(Names.httpHeaderName(name.text()));
        }
    }

    /** A port by its number, or by the name that it has in the container. */
    static void portNumberOrName(Field port) {
        if (port.value().isTextual()) {
            port.invalid(Names.portName(port.text()));
        } else {
            Names.portNumber(port.number()).forEach(detail -> port.invalid(port.number(), detail));
        }
    }

    private static void sleep(Field sleep, Field gracePeriod) {
        long seconds = sleep.get("seconds").number();
        if (gracePeriod.isSet() && (seconds < 0 || seconds > gracePeriod.number())) {
            sleep.invalid(
                    seconds,
                    "must be non-negative and less than terminationGracePeriodSeconds (" + gracePeriod.number() + ")");
        }
    }
}
