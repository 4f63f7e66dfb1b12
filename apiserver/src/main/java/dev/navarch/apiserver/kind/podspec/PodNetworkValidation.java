package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.util.List;

/** Names, ports and name servers of a pod. */
final class PodNetworkValidation {

    private static final int MAX_NAMESERVERS = 3;
    private static final int MAX_SEARCHES = 32;
    private static final int MAX_SEARCH_CHARACTERS = 2048;
    private static final int MAX_HOSTNAME = 64;

    private PodNetworkValidation() {}

    /** On the host's network a port of a container is that of the host; templates may leave it open. */
    static void hostPorts(Field spec, PodValidationOptions options) {
        if (!spec.get("hostNetwork").isTrue()) {
            return;
        }
        for (Field container : spec.items("containers")) {
            for (Field port : container.items("ports")) {
                Field hostPort = port.get("hostPort");
                boolean looked = options.isPod() || !hostPort.isZero();
                if (looked && hostPort.number() != port.get("containerPort").number()) {
                    hostPort.invalid(hostPort.number(), "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    static void dns(Field config, Field policy) {
        Field nameservers = config.get("nameservers");
        if (policy.is("None") && !config.isSet()) {
            config.required("must provide `dnsConfig` when `dnsPolicy` is None");
            return;
        }
        if (policy.is("None") && nameservers.size() == 0) {
            nameservers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
            return;
        }
        if (nameservers.size() > MAX_NAMESERVERS) {
            nameservers.invalid("must not have more than " + MAX_NAMESERVERS + " nameservers");
        }
        nameservers.items().forEach(server -> IpAddresses.check(server, List.of()));
        searches(config.get("searches"));
        for (Field option : config.items("options")) {
            if (option.get("name").isZero()) {
                option.required("must not be empty");
            }
        }
    }

    private static void searches(Field searches) {
        if (searches.size() > MAX_SEARCHES) {
            searches.invalid("must not have more than " + MAX_SEARCHES + " search paths");
        }
        if (String.join(" ", searches.texts()).length() > MAX_SEARCH_CHARACTERS) {
            searches.invalid("must not have more than " + MAX_SEARCH_CHARACTERS
                    + " characters (including spaces) in the search list");
        }
        for (Field search : searches.items()) {
            String domain = search.text();
            if (!domain.equals(".")) {
                String bare = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
                Names.dns1123SubdomainWithUnderscore(bare).forEach(detail -> search.invalid(bare, detail));
            }
        }
    }

    static void names(Field spec) {
        for (String name : List.of("hostname", "subdomain")) {
            if (!spec.get(name).isZero()) {
                spec.get(name).invalid(Names.dns1123Label(spec.get(name).text()));
            }
        }
    }

    static void hostnameOverride(Field spec) {
        Field override = spec.get("hostnameOverride");
        if (!override.isSet()) {
            return;
        }
        if (spec.get("setHostnameAsFQDN").isTrue()) {
            override.forbidden("may not be specified when setHostnameAsFQDN is true");
        }
        if (spec.get("hostNetwork").isTrue()) {
            override.forbidden("may not be specified when hostNetwork is true");
        }
        if (override.text().length() > MAX_HOSTNAME) {
            override.tooLong(MAX_HOSTNAME);
        }
        override.invalid(Names.dns1123Subdomain(override.text()));
    }

    static void hostAliases(Field aliases) {
        for (Field alias : aliases.items()) {
            IpAddresses.check(alias.get("ip"), List.of());
            alias.items("hostnames").forEach(name -> name.invalid(Names.dns1123Subdomain(name.text())));
        }
    }
}
