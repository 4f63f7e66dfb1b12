package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/** Gives a job a selector of its own, by its uid, and its pods the labels that the selector asks for. */
public final class JobSelector {

    static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    static final String JOB_NAME = "batch.kubernetes.io/job-name";
    static final String LEGACY_CONTROLLER_UID = "controller-uid";
    static final String LEGACY_JOB_NAME = "job-name";

    private JobSelector() {}

    /** To be called once the job has a name and a uid; what a client set stays, for validation to complain of. */
    public static void generate(ObjectNode job) {
        ObjectNode spec = Fields.objectOrNew(job, "spec");
        if (Fields.isTrue(spec, "manualSelector")) {
            return;
        }
        ObjectNode metadata = Fields.objectOrNew(job, "metadata");
        String uid = Fields.text(metadata, "uid");
        String name = Fields.text(metadata, "name");
        ObjectNode labels =
                Fields.objectOrNew(Fields.objectOrNew(Fields.objectOrNew(spec, "template"), "metadata"), "labels");
        putIfAbsent(labels, LEGACY_JOB_NAME, name);
        putIfAbsent(labels, JOB_NAME, name);
        putIfAbsent(labels, LEGACY_CONTROLLER_UID, uid);
        putIfAbsent(labels, CONTROLLER_UID, uid);
        putIfAbsent(Fields.objectOrNew(Fields.objectOrNew(spec, "selector"), "matchLabels"), CONTROLLER_UID, uid);
    }

    private static void putIfAbsent(ObjectNode labels, String key, String value) {
        if (!labels.has(key)) {
            labels.put(key, value);
        }
    }
}
