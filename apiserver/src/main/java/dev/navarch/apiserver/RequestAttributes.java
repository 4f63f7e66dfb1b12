package dev.navarch.apiserver;

import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.api.selector.SelectorSyntaxException;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Attributes.SelectorRequirement;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.UserInfo;
import java.util.List;

/** What a request asks to be allowed. */
final class RequestAttributes {

    private RequestAttributes() {}

    static Attributes of(RequestInfo info, UserInfo user) {
        return new Attributes(
                user,
                info.verb(),
                info.namespace(),
                info.group(),
                info.version(),
                info.resource(),
                info.subresource(),
                info.name(),
                info.isResourceRequest(),
                info.path(),
                fields(info.fieldSelector()),
                labels(info.labelSelector()));
    }

    /** Selectors that cannot be read limit nothing here; the endpoint refuses them. */
    private static List<SelectorRequirement> fields(String text) {
        try {
            return FieldSelector.parse(text).terms().stream()
                    .map(term -> new SelectorRequirement(
                            term.field(), term.negated() ? "NotIn" : "In", List.of(term.value())))
                    .toList();
        } catch (SelectorSyntaxException unreadable) {
            return List.of();
        }
    }

    private static List<SelectorRequirement> labels(String text) {
        try {
            return LabelSelector.parse(text).requirements().stream()
                    .filter(each -> !operator(each.operator()).isEmpty())
                    .map(each -> new SelectorRequirement(each.key(), operator(each.operator()), each.values()))
                    .toList();
        } catch (SelectorSyntaxException unreadable) {
            return List.of();
        }
    }

    private static String operator(dev.navarch.api.selector.LabelRequirement.Operator operator) {
        return switch (operator) {
            case IN, EQUALS -> "In";
            case NOT_IN, NOT_EQUALS -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
            case GREATER_THAN, LESS_THAN -> "";
        };
    }
}
