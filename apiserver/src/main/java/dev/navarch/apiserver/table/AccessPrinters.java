package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;

/** Who may do what: bindings, certificates, admission. */
final class AccessPrinters {

    private AccessPrinters() {}

    static void binding(Row row) {
        row.name()
                .add(row.text("roleRef", "kind") + "/" + row.text("roleRef", "name"))
                .age()
                .add(subjects(row, "User"))
                .add(subjects(row, "Group"))
                .add(subjects(row, "ServiceAccount"));
    }

    private static String subjects(Row row, String kind) {
        var names = new ArrayList<String>();
        for (JsonNode subject : row.at("subjects")) {
            if (subject.path("kind").asText("").equals(kind)) {
                String name = subject.path("name").asText("");
                names.add(
                        kind.equals("ServiceAccount")
                                ? subject.path("namespace").asText("") + "/" + name
                                : name);
            }
        }
        return String.join(", ", names);
    }

    static void signingRequest(Row row) {
        JsonNode seconds = row.at("spec", "expirationSeconds");
        row.name()
                .age()
                .add(row.textOr("<none>", "spec", "signerName"))
                .add(row.text("spec", "username"))
                .add(seconds.isNumber() ? HumanDuration.format(Duration.ofSeconds(seconds.longValue())) : "<none>")
                .add(signingStatus(row));
    }

    private static String signingStatus(Row row) {
        boolean approved = false;
        boolean denied = false;
        boolean failed = false;
        for (JsonNode condition : row.at("status", "conditions")) {
            String type = condition.path("type").asText("");
            approved |= type.equals("Approved");
            denied |= type.equals("Denied");
            failed |= type.equals("Failed");
        }
        String decided = denied ? "Denied" : approved ? "Approved" : "Pending";
        return decided
                + (failed ? ",Failed" : "")
                + (row.text("status", "certificate").isEmpty() ? "" : ",Issued");
    }

    static void webhooks(Row row) {
        row.name().add(row.at("webhooks").size()).age();
    }

    static void validatingPolicy(Row row) {
        policy(row, "validations");
    }

    static void mutatingPolicy(Row row) {
        policy(row, "mutations");
    }

    private static void policy(Row row, String rules) {
        JsonNode kind = row.at("spec", "paramKind");
        row.name()
                .add(row.at("spec", rules).size())
                .add(
                        kind.isObject()
                                ? kind.path("apiVersion").asText("") + "/"
                                        + kind.path("kind").asText("")
                                : "<unset>")
                .age();
    }

    static void policyBinding(Row row) {
        JsonNode parameter = row.at("spec", "paramRef");
        String name = parameter.path("name").asText("");
        String namespace = parameter.path("namespace").asText("");
        String shown = "<unset>";
        if (!name.isEmpty()) {
            shown = (namespace.isEmpty() ? "*" : namespace) + "/" + name;
        } else if (parameter.path("selector").isObject()) {
            shown = goSelector(parameter.path("selector"));
        }
        row.name().add(row.text("spec", "policyName")).add(shown).age();
    }

    /** The debugging form of Go's generated {@code String()}, which upstream shows here. */
    private static String goSelector(JsonNode selector) {
        var labels = new StringBuilder("map[string]string{");
        selector.path("matchLabels")
                .properties()
                .forEach(label -> labels.append(label.getKey())
                        .append(": ")
                        .append(label.getValue().asText(""))
                        .append(','));
        var expressions = new StringBuilder("[]LabelSelectorRequirement{");
        for (JsonNode each : selector.path("matchExpressions")) {
            expressions
                    .append("LabelSelectorRequirement{Key:")
                    .append(each.path("key").asText(""))
                    .append(",Operator:")
                    .append(each.path("operator").asText(""))
                    .append(",Values:[")
                    .append(String.join(" ", Row.texts(each.path("values"))))
                    .append("],},");
        }
        return "&LabelSelector{MatchLabels:" + labels + "},MatchExpressions:" + expressions + "},}";
    }
}
