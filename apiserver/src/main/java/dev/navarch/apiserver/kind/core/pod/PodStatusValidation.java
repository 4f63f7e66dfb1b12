package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a kubelet or a scheduler may say about a pod. */
final class PodStatusValidation {

    private static final Set<String> SYSTEM_CONDITIONS = Set.of("PodScheduled", "Ready", "Initialized");
    private static final String NEGATIVE = "must be a non-negative integer";

    private PodStatusValidation() {}

    static List<FieldError> check(ObjectNode object, ObjectNode oldObject) {
        List<FieldError> errors = new ArrayList<>();
        Field pod = Field.root(object, errors);
        Field old = Field.root(oldObject, errors);
        PodValidation.annotationUpdates(pod, old, PodValidationOptions.forPod(oldObject));
        Field status = pod.get("status");
        conditions(status.get("conditions"));
        nominatedNode(status.get("nominatedNodeName"), old);
        if (status.get("observedGeneration").number() < 0) {
            status.get("observedGeneration").invalid(NEGATIVE);
        }
        status.get("qosClass").immutable(old.get("status").get("qosClass"));
        ContainerTransitions.check(status, old);
        claims(status.get("resourceClaimStatuses"), pod.get("spec").get("resourceClaims"));
        addresses(status.get("podIPs"), old.get("status").get("podIPs"), "PodIP");
        hostAddresses(status, old.get("status"));
        ContainerStatusValidation.check(status, pod.get("spec"));
        return errors;
    }

    private static void conditions(Field conditions) {
        for (Field condition : conditions.items()) {
            if (condition.get("observedGeneration").number() < 0) {
                condition.get("observedGeneration").invalid(NEGATIVE);
            }
            String type = condition.get("type").text();
            if (!SYSTEM_CONDITIONS.contains(type)) {
                Names.qualifiedName(type)
                        .forEach(detail -> condition.get("type", "Type").invalid(type, detail));
            }
        }
    }

    private static void nominatedNode(Field node, Field old) {
        if (node.isZero() || node.is(old.get("status").get("nominatedNodeName").text())) {
            return;
        }
        node.invalid(Names.dns1123Subdomain(node.text()));
        if (!old.get("spec").get("nodeName").isZero()) {
            node.forbidden("may not be set on pods that are already bound to a node");
        }
    }

    private static void claims(Field statuses, Field claims) {
        Set<String> known = new HashSet<>();
        claims.items().forEach(claim -> known.add(claim.get("name").text()));
        Set<String> seen = new HashSet<>();
        for (Field status : statuses.items()) {
            Field name = status.get("name");
            if (!known.contains(name.text())) {
                name.invalid("must match the name of an entry in `spec.resourceClaims`");
            }
            if (!seen.add(name.text())) {
                name.duplicate();
            }
            Field claim = status.get("resourceClaimName");
            if (claim.isSet()) {
                claim.invalid(Names.dns1123Subdomain(claim.text()));
            }
        }
    }

    private static void hostAddresses(Field status, Field old) {
        Field addresses = status.get("hostIPs");
        if (addresses.size() == 0) {
            return;
        }
        Field first = addresses.index(0).get("ip");
        if (!first.is(status.get("hostIP").text())) {
            first.invalid("must be equal to `hostIP`");
        }
        addresses(addresses, old.get("hostIPs"), "HostIP");
    }

    /** Well-formed, and at most one of each family. */
    private static void addresses(Field addresses, Field old, String type) {
        List<String> before =
                old.items().stream().map(address -> address.get("ip").text()).toList();
        int v6 = 0;
        for (Field address : addresses.items()) {
            JsonNode text = address.get("ip").value();
            IpAddresses.check(Field.at(text, address.path(), address.errors()), before);
            v6 += IpAddresses.isV6(text.asText()) ? 1 : 0;
        }
        int all = addresses.size();
        if (all > 1 && (all > 2 || v6 != 1)) {
            addresses.invalid(
                    InternalForm.listOf(type, addresses.value()), "may specify no more than one IP for each IP family");
        }
    }
}
