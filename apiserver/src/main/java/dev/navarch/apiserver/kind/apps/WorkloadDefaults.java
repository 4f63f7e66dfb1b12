package dev.navarch.apiserver.kind.apps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;

/** The defaults of the workload kinds. */
public final class WorkloadDefaults {

    private static final String ROLLING_UPDATE = "RollingUpdate";

    private WorkloadDefaults() {}

    public static void deployment(ObjectNode deployment) {
        ObjectNode spec = Fields.objectOrNew(deployment, "spec");
        Fields.defaultNumber(spec, "replicas", 1);
        ObjectNode strategy = Fields.objectOrNew(spec, "strategy");
        Fields.defaultText(strategy, "type", ROLLING_UPDATE);
        if (Fields.text(strategy, "type").equals(ROLLING_UPDATE)) {
            ObjectNode rolling = Fields.objectOrNew(strategy, "rollingUpdate");
            Fields.defaultText(rolling, "maxUnavailable", "25%");
            Fields.defaultText(rolling, "maxSurge", "25%");
        }
        Fields.defaultNumber(spec, "revisionHistoryLimit", 10);
        Fields.defaultNumber(spec, "progressDeadlineSeconds", 600);
        PodSpecDefaults.applyToTemplate(Fields.object(spec, "template"));
    }

    public static void replicaSet(ObjectNode replicaSet) {
        ObjectNode spec = Fields.objectOrNew(replicaSet, "spec");
        Fields.defaultNumber(spec, "replicas", 1);
        PodSpecDefaults.applyToTemplate(Fields.object(spec, "template"));
    }

    public static void daemonSet(ObjectNode daemonSet) {
        TemplateGeneration.show(daemonSet);
        ObjectNode spec = Fields.objectOrNew(daemonSet, "spec");
        ObjectNode strategy = Fields.objectOrNew(spec, "updateStrategy");
        Fields.defaultText(strategy, "type", ROLLING_UPDATE);
        if (Fields.text(strategy, "type").equals(ROLLING_UPDATE)) {
            ObjectNode rolling = Fields.objectOrNew(strategy, "rollingUpdate");
            Fields.defaultNumber(rolling, "maxUnavailable", 1);
            Fields.defaultNumber(rolling, "maxSurge", 0);
        }
        Fields.defaultNumber(spec, "revisionHistoryLimit", 10);
        PodSpecDefaults.applyToTemplate(Fields.object(spec, "template"));
    }

    public static void statefulSet(ObjectNode statefulSet) {
        ObjectNode spec = Fields.objectOrNew(statefulSet, "spec");
        Fields.defaultText(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Fields.objectOrNew(spec, "updateStrategy");
        if (Fields.text(strategy, "type").isEmpty()) {
            strategy.put("type", ROLLING_UPDATE);
            Fields.objectOrNew(strategy, "rollingUpdate");
        }
        ObjectNode rolling = Fields.object(strategy, "rollingUpdate");
        if (Fields.text(strategy, "type").equals(ROLLING_UPDATE) && rolling != null) {
            Fields.defaultNumber(rolling, "partition", 0);
        }
        ObjectNode retention = Fields.objectOrNew(spec, "persistentVolumeClaimRetentionPolicy");
        Fields.defaultText(retention, "whenDeleted", "Retain");
        Fields.defaultText(retention, "whenScaled", "Retain");
        Fields.defaultNumber(spec, "replicas", 1);
        Fields.defaultNumber(spec, "revisionHistoryLimit", 10);
        PodSpecDefaults.applyToTemplate(Fields.object(spec, "template"));
        for (ObjectNode claim : Fields.objects(spec, "volumeClaimTemplates")) {
            claimTemplate(claim);
        }
    }

    private static void claimTemplate(ObjectNode claim) {
        Fields.defaultText(claim, "apiVersion", "v1");
        Fields.defaultText(claim, "kind", "PersistentVolumeClaim");
        ObjectNode spec = Fields.objectOrNew(claim, "spec");
        Fields.defaultText(spec, "volumeMode", "Filesystem");
        PodSpecDefaults.roundResources(spec);
        Fields.defaultText(Fields.objectOrNew(claim, "status"), "phase", "Pending");
    }
}
