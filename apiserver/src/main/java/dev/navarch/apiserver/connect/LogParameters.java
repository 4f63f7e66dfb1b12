package dev.navarch.apiserver.connect;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Query;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads and checks {@code PodLogOptions}. */
final class LogParameters {

    private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "PodLogOptions");

    private LogParameters() {}

    /** The query for the kubelet; 422 when the options contradict themselves. */
    static String checked(Query query, String pod) {
        var errors = new ArrayList<FieldError>();
        atLeast(query, "tailLines", 0, errors);
        atLeast(query, "limitBytes", 1, errors);
        atLeast(query, "sinceSeconds", 1, errors);
        if (query.has("sinceSeconds") && query.has("sinceTime")) {
            errors.add(FieldError.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }
        String stream = query.get("stream");
        if (!stream.isEmpty() && !List.of("All", "Stdout", "Stderr").contains(stream)) {
            errors.add(FieldError.notSupported("stream", stream, List.of("All", "Stderr", "Stdout")));
        } else if (query.has("tailLines") && !stream.isEmpty() && !stream.equals("All")) {
            errors.add(FieldError.forbidden("", "`tailLines` and specific `stream` are mutually exclusive for now"));
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(KIND, pod, errors);
        }
        return assembled(query);
    }

    private static String assembled(Query query) {
        var parameters = new ArrayList<String>();
        for (String flag : List.of("follow", "previous", "timestamps")) {
            String value = query.get(flag);
            if (query.has(flag) && !value.equals("0") && !value.equalsIgnoreCase("false")) {
                parameters.add(flag + "=true");
            }
        }
        for (String number : List.of("sinceSeconds", "tailLines", "limitBytes")) {
            if (query.has(number)) {
                parameters.add(number + "=" + query.get(number));
            }
        }
        if (query.has("sinceTime")) {
            parameters.add("sinceTime=" + PodConnections.encoded(time(query.get("sinceTime"))));
        }
        if (!query.get("stream").isEmpty()) {
            parameters.add("stream=" + query.get("stream"));
        }
        return String.join("&", parameters);
    }

    private static String time(String text) {
        try {
            return OffsetDateTime.parse(text).toString();
        } catch (DateTimeException e) {
            throw StatusException.badRequest(
                    "parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse");
        }
    }

    private static void atLeast(Query query, String name, long least, List<FieldError> errors) {
        if (!query.has(name)) {
            return;
        }
        long value;
        try {
            value = Long.parseLong(query.get(name));
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + query.get(name) + "\": invalid syntax");
        }
        if (value < least) {
            String must = least == 0 ? "must be greater than or equal to 0" : "must be greater than 0";
            errors.add(FieldError.invalid(name, value, must));
        }
    }
}
