package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.json.Json;
import dev.navarch.crds.definition.Conditions.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the names that a definition asks for it gets: those that no other definition of the group has. What it has
 * already it keeps where it cannot have what it asks for.
 */
public final class NameDecision {

    private final Definition definition;
    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private final ObjectNode accepted;
    private Condition names = new Condition(Conditions.NAMES_ACCEPTED, "True", "NoConflicts", "no conflicts found");

    private NameDecision(Definition definition, Collection<Definition> all) {
        this.definition = definition;
        this.accepted = definition.acceptedNames() instanceof ObjectNode known ? known.deepCopy() : Json.object();
        for (Definition other : all) {
            if (other.group().equals(definition.group())) {
                JsonNode taken = other.acceptedNames();
                resources.add(taken.path("plural").asText(""));
                resources.add(taken.path("singular").asText(""));
                taken.path("shortNames").forEach(name -> resources.add(name.asText("")));
                kinds.add(taken.path("kind").asText(""));
                kinds.add(taken.path("listKind").asText(""));
            }
        }
    }

    /** Whether nothing is left to decide. */
    public static boolean isSettled(Definition definition) {
        return definition.names().equals(definition.acceptedNames());
    }

    /** Decides among all definitions there are. */
    public static NameDecision of(Definition definition, Collection<Definition> all) {
        var decision = new NameDecision(definition, all);
        decision.decide();
        return decision;
    }

    /** Whether the definition says something else so far. */
    public boolean changes() {
        return !accepted.equals(definition.acceptedNames())
                || !Conditions.find(definition.object(), Conditions.NAMES_ACCEPTED)
                        .equals(java.util.Optional.of(names));
    }

    /** Writes the decision into the status. */
    public void writeTo(ObjectNode object) {
        object.withObjectProperty("status").set("acceptedNames", accepted.deepCopy());
        Conditions.set(object, names);
        Condition established = Conditions.find(object, Conditions.ESTABLISHED)
                .orElse(new Condition(Conditions.ESTABLISHED, "False", "NotAccepted", "not all names are accepted"));
        if (!established.isTrue() && names.isTrue()) {
            established = new Condition(
                    Conditions.ESTABLISHED, "False", "Installing", "the initial names have been accepted");
        }
        Conditions.set(object, established);
    }

    private void decide() {
        text("plural", resources, "PluralConflict");
        text("singular", resources, "SingularConflict");
        shortNames();
        text("kind", kinds, "KindConflict");
        text("listKind", kinds, "ListKindConflict");
        copy("categories");
    }

    private void text(String field, Set<String> taken, String reason) {
        String wanted = definition.names().path(field).asText("");
        String held = definition.acceptedNames().path(field).asText("");
        if (!wanted.equals(held) && taken.contains(wanted)) {
            refuse(reason, inUse(wanted));
        } else {
            accepted.put(field, wanted);
        }
    }

    private void shortNames() {
        Set<String> held = new HashSet<>();
        definition.acceptedNames().path("shortNames").forEach(name -> held.add(name.asText("")));
        Set<String> conflicts = new LinkedHashSet<>();
        for (JsonNode name : definition.names().path("shortNames")) {
            if (!held.contains(name.asText("")) && resources.contains(name.asText(""))) {
                conflicts.add(inUse(name.asText("")));
            }
        }
        if (conflicts.isEmpty()) {
            copy("shortNames");
        } else {
            List<String> texts = new ArrayList<>(conflicts);
            refuse("ShortNamesConflict", texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]");
        }
    }

    private void copy(String field) {
        JsonNode wanted = definition.names().get(field);
        if (wanted == null) {
            accepted.remove(field);
        } else {
            accepted.set(field, wanted);
        }
    }

    private void refuse(String reason, String message) {
        names = new Condition(Conditions.NAMES_ACCEPTED, "False", reason, message);
    }

    private static String inUse(String name) {
        return GoFormat.quote(name) + " is already in use";
    }
}
