package dev.navarch.apiserver.kind.networking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of Ingresses. */
final class IngressRules {

    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final List<String> FORBIDDEN_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> FORBIDDEN_AT_ENDS = List.of("/..", "/.");

    /** What an old object has wrong, and its updates may keep. */
    private record Tolerance(boolean secretNames, boolean wildcardHosts) {

        static final Tolerance NONE = new Tolerance(false, false);

        static Tolerance of(Place old) {
            boolean secrets = old.get("spec", "tls").items().stream()
                    .map(tls -> tls.get("secretName").text())
                    .anyMatch(name -> !secretProblems(name).isEmpty());
            boolean hosts = old.get("spec", "rules").items().stream()
                    .filter(rule -> rule.get("host").text().contains("*"))
                    .anyMatch(rule -> !rule.found(IngressRules::http).isEmpty());
            return new Tolerance(secrets, hosts);
        }
    }

    private IngressRules() {}

    static void created(Place ingress) {
        spec(ingress.get("spec"), Tolerance.NONE);
        Place annotation = ingress.get("metadata", "annotations").get(CLASS_ANNOTATION);
        Place name = ingress.get("spec", "ingressClassName");
        if (annotation.isSet() && name.isSet() && !annotation.is(name.text())) {
            ingress.get("annotations", CLASS_ANNOTATION)
                    .invalid(annotation.value(), "must match `ingressClassName` when both are specified");
        }
    }

    static void changed(Place ingress, Place old) {
        spec(ingress.get("spec"), Tolerance.of(old));
    }

    private static void spec(Place spec, Tolerance tolerance) {
        Place backend = spec.get("defaultBackend");
        Place rules = spec.get("rules");
        if (rules.isEmpty() && !backend.isSet()) {
            spec.invalid(rules.shown(), "either `defaultBackend` or `rules` must be specified");
        }
        if (backend.isSet()) {
            backend(backend);
        }
        rules.items().forEach(rule -> rule(rule, tolerance));
        spec.get("tls").items().forEach(tls -> tls(tls, tolerance));
        if (spec.get("ingressClassName").isSet()) {
            spec.get("ingressClassName").form(Names::dns1123Subdomain);
        }
    }

    private static void tls(Place tls, Tolerance tolerance) {
        for (Place host : tls.get("hosts").items()) {
            host.form(host.text().contains("*") ? Names::wildcardDns1123Subdomain : Names::dns1123Subdomain);
        }
        if (!tolerance.secretNames()) {
            tls.get("secretName").form(IngressRules::secretProblems);
        }
    }

    private static List<String> secretProblems(String name) {
        return name.isEmpty() ? List.of() : Names.dns1123Subdomain(name);
    }

    private static void rule(Place rule, Tolerance tolerance) {
        Place host = rule.get("host");
        boolean wildcard = host.text().contains("*");
        if (!host.isEmpty()) {
            if (IpRules.isAddress(host.text())) {
                host.invalid("must be a DNS name, not an IP address");
            }
            host.form(wildcard ? Names::wildcardDns1123Subdomain : Names::dns1123Subdomain);
        }
        if (!wildcard || !tolerance.wildcardHosts()) {
            http(rule);
        }
    }

    private static void http(Place rule) {
        Place http = rule.get("http");
        if (!http.isSet()) {
            return;
        }
        if (http.get("paths").isEmpty()) {
            http.get("paths").required("");
        }
        http.get("paths").items().forEach(IngressRules::path);
    }

    private static void path(Place rule) {
        Place type = rule.get("pathType");
        Place path = rule.get("path");
        if (!type.isSet()) {
            type.required("pathType must be specified");
            return;
        }
        switch (type.text()) {
            case "Exact", "Prefix" -> {
                absolute(path);
                for (String sequence : FORBIDDEN_IN_PATHS) {
                    if (path.text().contains(sequence)) {
                        path.invalid("must not contain '" + sequence + "'");
                    }
                }
                for (String suffix : FORBIDDEN_AT_ENDS) {
                    if (path.text().endsWith(suffix)) {
                        path.invalid("cannot end with '" + suffix + "'");
                    }
                }
            }
            case "ImplementationSpecific" -> {
                if (!path.isEmpty()) {
                    absolute(path);
                }
            }
            default -> type.notSupported("Exact", "ImplementationSpecific", "Prefix");
        }
        backend(rule.get("backend"));
    }

    private static void absolute(Place path) {
        if (!path.text().startsWith("/")) {
            path.invalid("must be an absolute path");
        }
    }

    private static void backend(Place backend) {
        Place resource = backend.get("resource");
        Place service = backend.get("service");
        if (resource.isSet() && service.isSet()) {
            backend.invalid("", "cannot set both resource and service backends");
        } else if (resource.isSet()) {
            reference(resource);
        } else if (service.isSet()) {
            service.get("name").requiredForm("", Names::dns1123Label);
            port(backend, service.get("port"));
        } else {
            backend.invalid("", "resource or service backend is required");
        }
    }

    private static void port(Place backend, Place port) {
        boolean named = !port.get("name").isEmpty();
        boolean numbered = port.get("number").number() != 0;
        if (named && numbered) {
            backend.invalid("", "cannot set both port name & port number");
        } else if (named) {
            port.get("name").form(Names::portName);
        } else if (numbered) {
            Names.portNumber(port.get("number").number()).forEach(port.get("number")::invalid);
        } else {
            backend.required("port name or number is required");
        }
    }

    /** An object of any kind, in the same namespace. */
    static void reference(Place reference) {
        if (reference.get("apiGroup").isSet()) {
            reference.get("apiGroup").form(Names::dns1123Subdomain);
        }
        reference.get("kind").requiredForm("", Names::pathSegmentName);
        reference.get("name").requiredForm("", Names::pathSegmentName);
    }

    static List<String> warnings(ObjectNode ingress, @Nullable ObjectNode old) {
        boolean deprecated = old == null
                && ingress.path("metadata").path("annotations").has(CLASS_ANNOTATION)
                && !ingress.path("spec").hasNonNull("ingressClassName");
        return deprecated
                ? List.of("annotation \"" + CLASS_ANNOTATION
                        + "\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }
}
