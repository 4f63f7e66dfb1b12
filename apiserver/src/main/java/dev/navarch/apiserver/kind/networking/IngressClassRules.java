package dev.navarch.apiserver.kind.networking;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.DomainPrefixedPath;
import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of IngressClasses. */
final class IngressClassRules {

    private static final int MAX_CONTROLLER = 250;

    private IngressClassRules() {}

    static void created(Place ingressClass) {
        Place controller = ingressClass.get("spec", "controller");
        if (controller.text().length() > MAX_CONTROLLER) {
            controller.tooLong(MAX_CONTROLLER);
        }
        DomainPrefixedPath.check(controller);
        Place parameters = ingressClass.get("spec", "parameters");
        if (parameters.isSet()) {
            parameters(parameters);
        }
    }

    static void changed(Place ingressClass, Place old) {
        ingressClass.get("spec", "controller").immutable(old.get("spec", "controller"));
        created(ingressClass);
    }

    private static void parameters(Place parameters) {
        IngressRules.reference(parameters);
        Place scope = parameters.get("scope");
        if (!scope.isSet()) {
            scope.required("");
            return;
        }
        Place namespace = parameters.get("namespace");
        if (!scope.oneOf("Cluster", "Namespace")) {
            return;
        }
        if (scope.is("Cluster")) {
            if (namespace.isSet()) {
                namespace.forbidden("`parameters.scope` is set to 'Cluster'");
            }
        } else if (!namespace.isSet()) {
            namespace.required("`parameters.scope` is set to 'Namespace'");
        } else {
            namespace.form(Names::dns1123Label);
        }
    }
}
