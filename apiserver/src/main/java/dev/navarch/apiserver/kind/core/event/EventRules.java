package dev.navarch.apiserver.kind.core.event;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;

/**
 * What must hold of events. Those that come by the core group need keep to what was always asked only; those that come
 * by {@code events.k8s.io} must be of the new form throughout. Paths are those of the core group, as upstream's are.
 */
public final class EventRules {

    private static final int MAX_SHORT = 128;
    private static final int MAX_NOTE = 1024;
    private static final List<String> FIXED = List.of(
            "involvedObject",
            "reason",
            "message",
            "source",
            "firstTimestamp",
            "lastTimestamp",
            "count",
            "reason",
            "type",
            "eventTime",
            "action",
            "related",
            "reportingComponent",
            "reportingInstance");

    private EventRules() {}

    /** An event that comes by the core group, new or changed. */
    public static void core(Place event) {
        legacy(event, "reportingComponent");
    }

    /** A new event that comes by {@code events.k8s.io}. */
    public static void created(Place event) {
        legacy(event, "reportingController");
        event.get("metadata", "name").form(Names::dns1123Subdomain);
        series(event.get("series"));
        if (!event.get("eventTime").isSet()) {
            event.get("eventTime").required("");
        }
        Place type = event.get("type");
        if (!type.is("Normal", "Warning")) {
            type.invalid("", "has invalid value: " + type.text());
        }
        for (String field : List.of("firstTimestamp", "lastTimestamp")) {
            if (event.get(field).isSet()) {
                event.get(field).invalid("", "needs to be unset");
            }
        }
        if (event.get("count").number() != 0) {
            event.get("count").invalid("", "needs to be unset");
        }
        Place source = event.get("source");
        if (!source.get("component").isEmpty() || !source.get("host").isEmpty()) {
            source.invalid("", "needs to be unset");
        }
    }

    /** A change that comes by {@code events.k8s.io}: only the series may go on. */
    public static void changed(Place event, Place old) {
        legacy(event, "reportingController");
        if (!event.get("series").sameAs(old.get("series"))) {
            series(event.get("series"));
        }
        for (String field : FIXED) {
            String shown = field.equals("reportingComponent") ? "reportingController" : field;
            if (!event.get(field).sameAs(old.get(field))) {
                event.get(shown).immutable(event.get(field).shown());
            }
        }
    }

    private static void series(Place series) {
        if (!series.isSet()) {
            return;
        }
        if (series.get("count").number() < 2) {
            series.get("count").invalid("", "should be at least 2");
        }
        if (!series.get("lastObservedTime").isSet()) {
            series.get("lastObservedTime").required("");
        }
    }

    private static void legacy(Place event, String controller) {
        String own = event.get("metadata", "namespace").text();
        Place namespace = event.get("involvedObject", "namespace");
        if (!event.get("eventTime").isSet()) {
            boolean agrees =
                    namespace.isEmpty() ? own.isEmpty() || own.equals("default") : own.equals(namespace.text());
            if (!agrees) {
                namespace.invalid("does not match event.namespace");
            }
        } else {
            if (namespace.isEmpty() && !own.equals("default") && !own.equals("kube-system")) {
                namespace.invalid("does not match event.namespace");
            }
            newForm(event, controller);
        }
        Names.dns1123Subdomain(own).forEach(problem -> event.get("namespace").invalid(own, problem));
    }

    private static void newForm(Place event, String controller) {
        Place reporter = event.get(controller);
        Place value = event.get("reportingComponent");
        if (value.isEmpty()) {
            reporter.required("");
        }
        Names.qualifiedName(value.text()).forEach(problem -> reporter.invalid(value.text(), problem));
        for (String field : List.of("reportingInstance", "action", "reason")) {
            if (event.get(field).isEmpty()) {
                event.get(field).required("");
            }
            atMost(event.get(field), MAX_SHORT);
        }
        atMost(event.get("message"), MAX_NOTE);
    }

    private static void atMost(Place text, int max) {
        if (text.text().length() > max) {
            text.invalid("", "can have at most " + max + " characters");
        }
    }
}
