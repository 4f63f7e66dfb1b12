package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.List;

/** The address of a pod, in the field that has one and in the one that has all of them. */
final class PodAddresses {

    private PodAddresses() {}

    /** Lets both fields say the same; where they differ the older one counts, as kubelets that know no other write it. */
    static void agree(ObjectNode pod) {
        ObjectNode status = Fields.object(pod, "status");
        if (status == null) {
            return;
        }
        String one = Fields.text(status, "podIP");
        List<ObjectNode> all = Fields.objects(status, "podIPs");
        if (one.isEmpty() && !all.isEmpty()) {
            status.put("podIP", Fields.text(all.getFirst(), "ip"));
        } else if (!one.isEmpty() && (all.isEmpty() || !one.equals(Fields.text(all.getFirst(), "ip")))) {
            status.putArray("podIPs").addObject().put("ip", one);
        }
    }
}
