package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/** Gives a job a selector of its own, by its uid, and its pods the labels that the selector asks for. */
public final class JobSelector {

    private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private JobSelector() {}

    /** To be called once the job has a name and a uid. */
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
        labels.put("job-name", name);
        labels.put(JOB_NAME, name);
        labels.put("controller-uid", uid);
        labels.put(CONTROLLER_UID, uid);
        Fields.objectOrNew(Fields.objectOrNew(spec, "selector"), "matchLabels").put(CONTROLLER_UID, uid);
    }
}
