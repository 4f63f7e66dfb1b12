package dev.navarch.apiserver.kind.certificates;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;

/** The form of signer names: {@code example.com/signer-name}. */
final class SignerNames {

    private static final int MAX_DOMAIN = 253;
    private static final int MAX_LENGTH = MAX_DOMAIN + 253 + 63 + 2;

    private SignerNames() {}

    static List<FieldError> validate(String field, String name) {
        var errors = new ArrayList<FieldError>();
        if (name.isEmpty()) {
            errors.add(FieldError.required(field, ""));
            return errors;
        }
        String[] segments = name.split("/", -1);
        if (segments.length != 2) {
            errors.add(FieldError.invalid(
                    field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
            return errors;
        }
        if (segments[0].length() > MAX_DOMAIN) {
            errors.add(FieldError.tooLong(field, MAX_DOMAIN));
        }
        String[] labels = segments[0].split("\\.", -1);
        for (String label : labels) {
            if (addProblems(field, segments[0], label, Names.dns1123Label(label), errors)) {
                break;
            }
        }
        if (labels.length < 2) {
            errors.add(FieldError.invalid(
                    field, segments[0], "should be a domain with at least two segments separated by dots"));
        }
        for (String label : segments[1].split("\\.", -1)) {
            if (addProblems(field, segments[1], label, Names.dns1123Subdomain(label), errors)) {
                break;
            }
        }
        if (name.length() > MAX_LENGTH) {
            errors.add(FieldError.tooLong(field, MAX_LENGTH));
        }
        return errors;
    }

    private static boolean addProblems(
            String field, String segment, String label, List<String> problems, List<FieldError> errors) {
        problems.forEach(text -> errors.add(
                FieldError.invalid(field, segment, "validating label " + FieldValue.quote(label) + ": " + text)));
        return !problems.isEmpty();
    }
}
