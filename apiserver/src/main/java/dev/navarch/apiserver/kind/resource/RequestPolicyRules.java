package dev.navarch.apiserver.kind.resource;

import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What may be asked of a capacity that several claims share: some amounts, or a range of them. */
final class RequestPolicyRules {

    private static final int MAX_VALUES = 10;

    private RequestPolicyRules() {}

    static void check(Place policy, Place capacity) {
        Place values = policy.get("validValues");
        Place range = policy.get("validRange");
        if (!values.isEmpty() && range.isSet()) {
            policy.forbidden("exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at"
                    + " the same time");
            return;
        }
        Place standard = policy.get("default");
        String kind = values.isEmpty() ? "validRange" : "validValues";
        if (values.isEmpty() && !range.isSet()) {
            return;
        }
        if (!standard.isSet()) {
            standard.required("required when " + kind + " is defined");
        } else if (range.isSet()) {
            range(range, standard, capacity);
        } else {
            values(values, standard, capacity);
        }
    }

    private static void values(Place values, Place standard, Place capacity) {
        List<Place> items = values.items();
        for (int i = 0; i + 1 < items.size(); i++) {
            if (compare(items.get(i), items.get(i + 1)) > 0) {
                items.get(i + 1).invalid("values must be sorted in ascending order");
            }
        }
        Lists.unique(values, MAX_VALUES, value -> rounded(value.quantity()).toPlainString(), value -> {
            if (compare(value, capacity) > 0) {
                value.invalid("option is larger than capacity value: " + capacity.text());
            }
        });
        boolean known = values.size() <= MAX_VALUES && items.stream().anyMatch(value -> compare(value, standard) == 0);
        if (!known) {
            values.invalid(standard.value(), "default value is not valid according to the requestPolicy");
        }
    }

    private static void range(Place range, Place standard, Place capacity) {
        Place min = range.get("min");
        Place max = range.get("max");
        Place step = range.get("step");
        if (!min.isSet()) {
            min.required("required when validRange is defined");
            return;
        }
        if (compare(min, capacity) > 0) {
            min.invalid("min is larger than capacity value: " + capacity.text());
        }
        if (compare(standard, min) < 0) {
            min.invalid(standard.value(), "default is less than min: " + min.text());
        }
        if (max.isSet()) {
            max(max, min, standard, capacity);
        }
        if (step.isSet()) {
            BigDecimal first = min.quantity().add(step.quantity());
            if (first.compareTo(capacity.quantity()) > 0) {
                step.invalid("one step " + first.stripTrailingZeros().toPlainString()
                        + " is larger than capacity value: " + capacity.text());
            }
            onStep(step, standard, min);
            if (max.isSet()) {
                onStep(step, max, min);
            }
        }
    }

    private static void max(Place max, Place min, Place standard, Place capacity) {
        if (compare(min, max) > 0) {
            max.invalid(min.value(), "min is larger than max: " + max.text());
        }
        if (compare(max, capacity) > 0) {
            max.invalid("max is larger than capacity value: " + capacity.text());
        }
        if (compare(standard, max) > 0) {
            max.invalid(standard.value(), "default is more than max: " + max.text());
        }
    }

    private static void onStep(Place step, Place value, Place min) {
        BigDecimal size = rounded(step.quantity());
        BigDecimal distance = rounded(value.quantity()).subtract(rounded(min.quantity()));
        if (size.signum() == 0 || distance.remainder(size).signum() != 0) {
            step.invalid(
                    value.value(),
                    "value is not a multiple of a given step (" + step.text() + ") from (" + min.text() + ")");
        }
    }

    private static BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING);
    }

    private static int compare(Place one, Place other) {
        return one.quantity().compareTo(other.quantity());
    }
}
