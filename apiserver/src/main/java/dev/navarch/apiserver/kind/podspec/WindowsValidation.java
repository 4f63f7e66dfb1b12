package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;
import java.util.regex.Pattern;

/** Options of containers on Windows. */
final class WindowsValidation {

    private static final int MAX_SPEC_KIB = 64;
    private static final int MAX_DOMAIN = 256;
    private static final int MAX_USER = 104;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NET_BIOS = Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
    private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern DNS_DOMAIN = Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
    private static final Pattern DOTS_OR_SPACES = Pattern.compile("[. ]+");
    private static final Pattern NOT_IN_USERS = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");

    private WindowsValidation() {}

    static void options(Field options) {
        Field name = options.get("gmsaCredentialSpecName");
        if (name.isSet()) {
            name.invalid(Names.dns1123Subdomain(name.text()));
        }
        Field spec = options.get("gmsaCredentialSpec");
        if (spec.isSet() && spec.text().isEmpty()) {
            spec.invalid("gmsaCredentialSpec cannot be an empty string");
        } else if (spec.text().length() > MAX_SPEC_KIB * 1024) {
            spec.invalid("gmsaCredentialSpec size must be under " + MAX_SPEC_KIB + " KiB");
        }
        if (options.get("runAsUserName").isSet()) {
            userName(options.get("runAsUserName"));
        }
    }

    private static void userName(Field name) {
        String[] parts = name.text().split("\\\\", -1);
        if (name.text().isEmpty()) {
            name.invalid("runAsUserName cannot be an empty string");
        } else if (CONTROL.matcher(name.text()).find()) {
            name.invalid("runAsUserName cannot contain control characters");
        } else if (parts.length > 2) {
            name.invalid("runAsUserName cannot contain more than one backslash");
        } else {
            if (parts.length == 2) {
                domain(name, parts[0]);
            }
            user(name, parts[parts.length - 1]);
        }
    }

    private static void domain(Field name, String domain) {
        if (domain.length() >= MAX_DOMAIN) {
            name.invalid("runAsUserName's Domain length must be under " + MAX_DOMAIN + " characters");
        }
        if (!NET_BIOS.matcher(domain).matches() && !DNS_DOMAIN.matcher(domain).matches()) {
            name.invalid("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
    }

    private static void user(Field name, String user) {
        if (user.isEmpty()) {
            name.invalid("runAsUserName's User cannot be empty");
        } else if (user.length() > MAX_USER) {
            name.invalid("runAsUserName's User length must not be longer than " + MAX_USER + " characters");
        }
        if (DOTS_OR_SPACES.matcher(user).matches()) {
            name.invalid("runAsUserName's User cannot contain only periods or spaces");
        }
        if (NOT_IN_USERS.matcher(user).find()) {
            name.invalid("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
        }
    }

    /** Containers that run as processes of the host: all of a pod or none, and with the host's network. */
    static void hostProcess(Field spec) {
        Field podSays = spec.get("securityContext").get("windowsOptions").get("hostProcess");
        List<Field> containers = PodValidationOptions.containers(spec);
        int onHost = 0;
        for (Field container : containers) {
            Field says = container.get("securityContext").get("windowsOptions").get("hostProcess");
            if (podSays.isSet() && says.isSet() && podSays.isTrue() != says.isTrue()) {
                says.invalid("pod hostProcess value must be identical if both are specified, was " + podSays.isTrue());
            }
            if (says.isSet() ? says.isTrue() : podSays.isTrue()) {
                onHost++;
            }
        }
        if (onHost == 0) {
            return;
        }
        if (onHost != containers.size()) {
            spec.invalid(
                    "",
                    "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }
        if (!spec.get("hostNetwork").isTrue()) {
            spec.get("hostNetwork")
                    .invalid(false, "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }
}
