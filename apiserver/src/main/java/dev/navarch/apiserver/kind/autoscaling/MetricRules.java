package dev.navarch.apiserver.kind.autoscaling;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.autoscaling.AutoscalerRules.VersionCheck;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.ResourceNames;
import java.util.ArrayList;
import java.util.List;

/** What must hold of the metrics of an autoscaler. */
final class MetricRules {

    private static final String[] TYPES = {"ContainerResource", "External", "Object", "Pods", "Resource"};
    private static final List<String> SOURCES = List.of("object", "external", "pods", "resource", "containerResource");

    private MetricRules() {}

    static void validate(Place metrics, Place minReplicas, VersionCheck versions) {
        boolean outside = false;
        for (Place metric : metrics.items()) {
            metric(metric, versions);
            outside |= metric.get("type").is("Object", "External");
        }
        if (minReplicas.isSet() && minReplicas.number() == 0 && !outside) {
            metrics.forbidden(
                    "must specify at least one Object or External metric to support scaling to zero replicas");
        }
    }

    private static void metric(Place metric, VersionCheck versions) {
        Place type = metric.get("type");
        if (type.isEmpty()) {
            type.required("must specify a metric source type");
        }
        boolean known = type.oneOf(TYPES);
        List<String> present = new ArrayList<>();
        for (String source : SOURCES) {
            if (metric.get(source).isSet()) {
                present.add(source);
                if (present.size() == 1) {
                    source(source, metric.get(source), versions);
                }
            }
        }
        String expected = "";
        if (known) {
            expected =
                    Character.toLowerCase(type.text().charAt(0)) + type.text().substring(1);
            if (!metric.get(expected).isSet()) {
                metric.get(expected).required("must populate information for the given metric source");
            }
        } else {
            type.notSupported(TYPES);
        }
        if (present.size() != 1) {
            present.remove(expected);
            present.forEach(source -> metric.get(source).forbidden("must populate the given metric source only"));
        }
    }

    private static void source(String name, Place source, VersionCheck versions) {
        Place target = source.get("target");
        boolean valued = target.get("value").isSet();
        boolean averaged = target.get("averageValue").isSet();
        switch (name) {
            case "object" -> {
                AutoscalerRules.reference(source.get("describedObject"), versions);
                identifier(source.get("metric"));
                target(target);
                if (!valued && !averaged) {
                    target.get("averageValue").required("must set either a target value or averageValue");
                }
            }
            case "external" -> {
                identifier(source.get("metric"));
                target(target);
                if (!valued && !averaged) {
                    target.get("averageValue")
                            .required("must set either a target value for metric or a per-pod target");
                }
                if (valued && averaged) {
                    target.get("value").forbidden("may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                identifier(source.get("metric"));
                target(target);
                if (!averaged) {
                    target.get("averageValue").required("must specify a positive target averageValue");
                }
            }
            default -> resource(name, source, target);
        }
    }

    private static void resource(String name, Place source, Place target) {
        Place resource = source.get("name");
        if (resource.isEmpty()) {
            resource.required("must specify a resource name");
        } else if (name.equals("containerResource")) {
            ResourceNames.ofContainer(Field.at(resource.value(), "", resource.errors())
                    .key(resource.text())
                    .shownAt(resource.path()));
        }
        if (name.equals("containerResource")) {
            source.get("container").requiredForm("must specify a container", Names::dns1123Label);
        }
        target(target);
        boolean utilized = target.get("averageUtilization").isSet();
        boolean averaged = target.get("averageValue").isSet();
        if (!utilized && !averaged) {
            target.get("averageUtilization").required("must set either a target raw value or a target utilization");
        }
        if (utilized && averaged) {
            target.get("averageValue").forbidden("may not set both a target raw value and a target utilization");
        }
    }

    private static void target(Place target) {
        Place type = target.get("type");
        if (type.isEmpty()) {
            type.required("must specify a metric target type");
        }
        if (!type.is("Utilization", "Value", "AverageValue")) {
            type.invalid("must be either Utilization, Value, or AverageValue");
        }
        for (String field : new String[] {"value", "averageValue"}) {
            if (target.get(field).isSet() && target.get(field).quantity().signum() <= 0) {
                target.get(field).invalid("must be positive");
            }
        }
        Place utilization = target.get("averageUtilization");
        if (utilization.isSet() && utilization.number() < 1) {
            utilization.invalid("must be greater than 0");
        }
    }

    private static void identifier(Place metric) {
        metric.get("name").requiredForm("must specify a metric name", Names::pathSegmentName);
    }
}
