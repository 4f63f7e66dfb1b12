package dev.navarch.apiserver.kind.core.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.ResourceValidation;
import dev.navarch.apiserver.kind.podspec.Tolerations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of a node. */
public final class NodeRules {

    private static final int MAX_FEATURE = 253;

    private NodeRules() {}

    /** Drops what no kubelet reads any more; objects of before may keep it. */
    public static void dropConfig(ObjectNode node, @Nullable ObjectNode old) {
        if (!Fields.isSet(Fields.object(old, "spec"), "configSource")) {
            Fields.objectOrNew(node, "spec").remove("configSource");
        }
        ObjectNode status = Fields.object(node, "status");
        if (status != null && !Fields.isSet(Fields.object(old, "status"), "config")) {
            status.remove("config");
        }
    }

    public static void created(Place node) {
        taints(node);
        resources(node);
        Place swap = node.get("status", "nodeInfo", "swap", "capacity");
        if (swap.isSet() && swap.number() <= 0) {
            node.add(List.of(FieldError.invalid(
                    "metadata.nodeSwapStatus.capacity", swap.number(), "must be greater than zero")));
        }
        features(node.get("status", "declaredFeatures"));
        podRanges(node.get("spec", "podCIDRs"));
    }

    public static void changed(Place node, Place old) {
        node.add(ObjectMetaValidation.validate(node.value(), false, Names.SUBDOMAIN));
        created(node);
        status(node, old);
    }

    /** What holds of every update, through the status as well. */
    public static void status(Place node, Place old) {
        resources(node);
        features(node.get("status", "declaredFeatures"));
        addresses(node.get("status", "addresses"));
        Place ranges = node.get("spec", "podCIDRs");
        Place before = old.get("spec", "podCIDRs");
        if (before.size() > 0 && !ranges.texts().equals(before.texts())) {
            ranges.forbidden("node updates may not change podCIDR except from \"\" to valid");
        }
        Place provider = node.get("spec", "providerID");
        if (!old.get("spec", "providerID").isEmpty()
                && !provider.is(old.get("spec", "providerID").text())) {
            provider.forbidden("node updates may not change providerID except from \"\" to valid");
        }
        taints(node);
        if (!node.get("spec", "externalID").sameAs(old.get("spec", "externalID"))) {
            node.get("spec", "externalID").forbidden("may not be updated");
        }
    }

    private static void taints(Place node) {
        Field taints = Field.at(node.get("spec", "taints").value(), "metadata.taints", node.errors());
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (Field taint : taints.items()) {
            Field key = taint.get("key");
            Names.qualifiedName(key.text()).forEach(key::invalid);
            List<String> problems = Names.labelValue(taint.get("value").text());
            if (!problems.isEmpty()) {
                taint.get("value").invalid(String.join(";", problems));
            }
            Field effect = taint.get("effect");
            effect.requireOneOf(Tolerations.EFFECTS);
            if (!seen.add(effect.text() + "/" + key.text())) {
                String shown = FieldError.duplicate(
                                "", node.get("spec", "taints").index(index).shown())
                        .message();
                taint.add(new FieldError(
                        "FieldValueDuplicate", taint.path(), shown + ": taints must be unique by key and effect pair"));
            }
            index++;
        }
    }

    private static void resources(Place node) {
        for (String list : List.of("capacity", "allocatable")) {
            for (Field amount : Field.of(node.get("status", list)).entries()) {
                ResourceValidation.amount(amount.shownAt("status." + list + "." + amount.name()));
            }
        }
    }

    private static void features(Place features) {
        String before = "";
        for (Place feature : features.items()) {
            String name = feature.text();
            if (name.length() > MAX_FEATURE) {
                feature.invalid("invalid feature name " + FieldValue.quote(name) + ": must be no more than "
                        + MAX_FEATURE + " characters");
            } else if (!name.matches("[A-Z][a-zA-Z0-9]*(/[a-zA-Z][a-zA-Z0-9]*)*")) {
                feature.invalid(
                        "invalid feature name " + FieldValue.quote(name)
                                + ": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g.,"
                                + " MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes");
            }
            if (name.equals(before)) {
                feature.duplicate();
            } else if (name.compareTo(before) < 0) {
                feature.invalid("list must be sorted alphabetically");
            }
            before = name;
        }
    }

    private static void podRanges(Place ranges) {
        Field.of(ranges).items().forEach(range -> IpAddresses.checkRange(range, List.of()));
        long v6 = ranges.texts().stream().filter(IpAddresses::isV6).count();
        if (ranges.size() > 1 && (ranges.size() > 2 || v6 != 1)) {
            ranges.invalid("may specify no more than one CIDR for each IP family");
        }
    }

    private static void addresses(Place addresses) {
        Set<String> seen = new HashSet<>();
        for (Place address : addresses.items()) {
            if (!seen.add(
                    address.get("type").text() + "/" + address.get("address").text())) {
                address.duplicate();
            }
        }
    }

    /** What clients are warned of. */
    public static List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        Field node = Field.root(object, List.of());
        if (node.get("spec").get("configSource").isSet()) {
            warnings.add("spec.configSource: the feature is removed");
        }
        if (!node.get("spec").get("externalID").isZero()) {
            warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        }
        for (Field range : node.get("spec").items("podCIDRs")) {
            IpAddresses.rangeWarning(range.path(), range.text()).ifPresent(warnings::add);
        }
        return warnings;
    }
}
