package dev.navarch.apiserver.kind.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.SemanticEquality;

/** What must hold of PriorityLevelConfigurations. */
final class PriorityLevelRules {

    private static final int MAX_QUEUES = 10_000_000;
    private static final int MAX_HASH_BITS = 60;
    private static final String ANNOTATION = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

    private PriorityLevelRules() {}

    static void check(Place level) {
        String name = level.get("metadata", "name").text();
        if (level.get("metadata", "annotations").get(ANNOTATION).isSet()) {
            level.get("metadata", "annotations").forbidden("annotation '" + ANNOTATION + "' is forbidden");
        }
        Place spec = level.get("spec");
        spec(spec, name);
        MandatoryObjects.spec("PriorityLevelConfiguration", name)
                .ifPresent(mandatory -> mandatory(spec, name, mandatory));
        FlowControlKinds.conditions(level);
    }

    private static void mandatory(Place spec, String name, JsonNode mandatory) {
        if (!name.equals("exempt")) {
            if (!SemanticEquality.equal(spec.value(), mandatory)) {
                spec.invalid("spec of '" + name + "' must equal the fixed value");
            }
            return;
        }
        JsonNode have = spec.value().deepCopy();
        if (have instanceof ObjectNode fields) {
            fields.set("exempt", mandatory.path("exempt"));
        }
        if (!SemanticEquality.equal(have, mandatory)) {
            spec.invalid("spec of 'exempt' except the 'spec.exempt' field must equal the fixed value");
        }
    }

    private static void spec(Place spec, String name) {
        Place type = spec.get("type");
        if (name.equals("exempt") != type.is("Exempt")) {
            type.invalid("must be 'Exempt' if and only if `name` is 'exempt'");
        }
        Place limited = spec.get("limited");
        Place exempt = spec.get("exempt");
        switch (type.text()) {
            case "Exempt" -> {
                if (limited.isSet()) {
                    limited.forbidden("must be nil if the type is not Limited");
                }
                shares(exempt);
                lendable(exempt);
            }
            case "Limited" -> {
                if (exempt.isSet()) {
                    exempt.forbidden("must be nil if the type is Limited");
                }
                if (!limited.isSet()) {
                    limited.required("must not be empty when type is Limited");
                } else {
                    limited(limited);
                }
            }
            default -> type.requiredOneOf("", "Exempt", "Limited");
        }
    }

    private static void limited(Place limited) {
        shares(limited);
        response(limited.get("limitResponse"));
        lendable(limited);
        Place borrowing = limited.get("borrowingLimitPercent");
        if (borrowing.number() < 0) {
            borrowing.invalid("if specified, must be a non-negative integer");
        }
    }

    private static void shares(Place part) {
        if (part.get("nominalConcurrencyShares").number() < 0) {
            part.get("nominalConcurrencyShares").invalid("must be a non-negative integer");
        }
    }

    private static void lendable(Place part) {
        Place lendable = part.get("lendablePercent");
        if (lendable.number() < 0 || lendable.number() > 100) {
            lendable.invalid("must be between 0 and 100, inclusive");
        }
    }

    private static void response(Place response) {
        Place queuing = response.get("queuing");
        switch (response.get("type").text()) {
            case "Reject" -> {
                if (queuing.isSet()) {
                    queuing.forbidden("must be nil if limited.limitResponse.type is not Limited");
                }
            }
            case "Queue" -> {
                if (!queuing.isSet()) {
                    queuing.required("must not be empty if limited.limitResponse.type is Limited");
                } else {
                    queuing(queuing);
                }
            }
            default -> response.get("type").requiredOneOf("", "Queue", "Reject");
        }
    }

    private static void queuing(Place queuing) {
        Place limit = queuing.get("queueLengthLimit");
        if (limit.number() <= 0) {
            limit.invalid("must be positive");
        }
        Place queues = queuing.get("queues");
        if (queues.number() <= 0) {
            queues.invalid("must be positive");
        } else if (queues.number() > MAX_QUEUES) {
            queues.invalid("must not be greater than " + MAX_QUEUES);
        }
        Place hand = queuing.get("handSize");
        if (hand.number() <= 0) {
            hand.invalid("must be positive");
        } else if (hand.number() > queues.number()) {
            hand.invalid("should not be greater than queues (" + queues.number() + ")");
        } else if (Math.ceil(Math.log((double) queues.number()) / Math.log(2) * (double) hand.number())
                > MAX_HASH_BITS) {
            hand.invalid("required entropy bits of deckSize " + queues.number() + " and handSize " + hand.number()
                    + " should not be greater than " + MAX_HASH_BITS);
        }
    }
}
