package dev.navarch.apiserver.request;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.http.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a LIST, WATCH or DELETECOLLECTION selects and how.
 *
 * @param timeoutSeconds 0 for the server's choice
 * @param limit 0 for all
 * @param sendInitialEvents null where the client did not say and it is not implied
 */
public record ListOptions(
        LabelSelector labelSelector,
        FieldSelector fieldSelector,
        boolean watch,
        boolean allowWatchBookmarks,
        String resourceVersion,
        String resourceVersionMatch,
        long timeoutSeconds,
        long limit,
        String continueToken,
        @Nullable Boolean sendInitialEvents) {

    private static final GroupVersionKind KIND = new GroupVersionKind("meta.k8s.io", "v1", "ListOptions");
    private static final String EXACT = "Exact";
    private static final String NOT_OLDER_THAN = "NotOlderThan";

    /** Reads and validates the parameters; {@code forceWatch} for the deprecated {@code /watch/} paths. */
    public static ListOptions read(Query query, boolean forceWatch) {
        Boolean initialEvents = QueryValues.optionalBool(query, "sendInitialEvents");
        String match = query.get("resourceVersionMatch");
        String version = query.get("resourceVersion");
        boolean watch = Boolean.TRUE.equals(QueryValues.optionalBool(query, "watch"));
        LabelSelector labels = QueryValues.labelSelector(query);
        FieldSelector fields = QueryValues.fieldSelector(query);
        boolean bookmarks = Boolean.TRUE.equals(QueryValues.optionalBool(query, "allowWatchBookmarks"));
        long timeout = QueryValues.number(query, "timeoutSeconds").orElse(0L);
        long limit = QueryValues.number(query, "limit").orElse(0L);
        boolean legacy = version.isEmpty() || version.equals("0");
        if (watch && legacy && initialEvents == null && match.isEmpty()) {
            initialEvents = true;
            match = NOT_OLDER_THAN;
        }
        var options = new ListOptions(
                labels,
                fields,
                watch || forceWatch,
                bookmarks,
                version,
                match,
                timeout,
                limit,
                query.get("continue"),
                initialEvents);
        List<FieldError> errors = watch ? options.watchErrors() : options.listErrors();
        if (!errors.isEmpty()) {
            throw StatusException.invalid(KIND, "", errors);
        }
        return options;
    }

    /** The same options with another field selector. */
    public ListOptions withFieldSelector(FieldSelector selector) {
        return new ListOptions(
                labelSelector,
                selector,
                watch,
                allowWatchBookmarks,
                resourceVersion,
                resourceVersionMatch,
                timeoutSeconds,
                limit,
                continueToken,
                sendInitialEvents);
    }

    private List<FieldError> listErrors() {
        var errors = new ArrayList<FieldError>();
        if (!resourceVersionMatch.isEmpty()) {
            if (resourceVersion.isEmpty()) {
                errors.add(forbiddenMatch("resourceVersionMatch is forbidden unless resourceVersion is provided"));
            }
            if (!continueToken.isEmpty()) {
                errors.add(forbiddenMatch("resourceVersionMatch is forbidden when continue is provided"));
            }
            if (!resourceVersionMatch.equals(EXACT) && !resourceVersionMatch.equals(NOT_OLDER_THAN)) {
                errors.add(FieldError.notSupported(
                        "resourceVersionMatch", resourceVersionMatch, List.of(EXACT, NOT_OLDER_THAN, "")));
            }
            if (resourceVersionMatch.equals(EXACT) && resourceVersion.equals("0")) {
                errors.add(forbiddenMatch("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (sendInitialEvents != null) {
            errors.add(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return errors;
    }

    private List<FieldError> watchErrors() {
        var errors = new ArrayList<FieldError>();
        if (sendInitialEvents != null && !resourceVersionMatch.equals(NOT_OLDER_THAN)) {
            errors.add(forbiddenMatch("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!resourceVersionMatch.isEmpty()) {
            if (sendInitialEvents == null) {
                errors.add(forbiddenMatch(
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            }
            if (!resourceVersionMatch.equals(NOT_OLDER_THAN)) {
                errors.add(
                        FieldError.notSupported("resourceVersionMatch", resourceVersionMatch, List.of(NOT_OLDER_THAN)));
            }
            if (!continueToken.isEmpty()) {
                errors.add(forbiddenMatch("resourceVersionMatch is forbidden when continue is provided"));
            }
        }
        return errors;
    }

    private static FieldError forbiddenMatch(String detail) {
        return FieldError.forbidden("resourceVersionMatch", detail);
    }
}
