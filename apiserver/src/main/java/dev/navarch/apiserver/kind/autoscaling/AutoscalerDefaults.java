package dev.navarch.apiserver.kind.autoscaling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/** The defaults of horizontal pod autoscalers, in both of their versions. */
final class AutoscalerDefaults {

    private static final int CPU_PERCENT = 80;

    private AutoscalerDefaults() {}

    static void apply(ObjectNode autoscaler) {
        ObjectNode spec = Fields.objectOrNew(autoscaler, "spec");
        Fields.defaultNumber(spec, "minReplicas", 1);
        if (Fields.text(autoscaler, "apiVersion").equals("autoscaling/v1")) {
            Fields.defaultNumber(spec, "targetCPUUtilizationPercentage", CPU_PERCENT);
            return;
        }
        if (Fields.objects(spec, "metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject();
            metric.put("type", "Resource");
            ObjectNode resource = metric.putObject("resource");
            resource.put("name", "cpu");
            ObjectNode target = resource.putObject("target");
            target.put("type", "Utilization");
            target.put("averageUtilization", CPU_PERCENT);
        }
        ObjectNode behavior = Fields.object(spec, "behavior");
        if (behavior != null) {
            up(Fields.objectOrNew(behavior, "scaleUp"));
            down(Fields.objectOrNew(behavior, "scaleDown"));
        }
    }

    private static void up(ObjectNode rules) {
        Fields.defaultNumber(rules, "stabilizationWindowSeconds", 0);
        Fields.defaultText(rules, "selectPolicy", "Max");
        if (!Fields.isSet(rules, "policies")) {
            ArrayNode policies = rules.putArray("policies");
            policy(policies, "Pods", 4);
            policy(policies, "Percent", 100);
        }
    }

    private static void down(ObjectNode rules) {
        Fields.defaultText(rules, "selectPolicy", "Max");
        if (!Fields.isSet(rules, "policies")) {
            policy(rules.putArray("policies"), "Percent", 100);
        }
    }

    private static void policy(ArrayNode policies, String type, int value) {
        ObjectNode policy = policies.addObject();
        policy.put("type", type);
        policy.put("value", value);
        policy.put("periodSeconds", 15);
    }
}
