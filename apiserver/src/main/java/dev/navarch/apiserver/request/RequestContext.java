package dev.navarch.apiserver.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a request while it is served. The options and the facts are fixed; warnings gather. Safe for use by
 * several threads.
 */
public final class RequestContext {

    private final RequestInfo info;
    private final UserInfo user;
    private final RequestOptions options;
    private final String auditId;
    private final String userAgent;
    private final Instant received;
    private final Set<String> warnings;

    public RequestContext(
            RequestInfo info,
            UserInfo user,
            RequestOptions options,
            String auditId,
            String userAgent,
            Instant received) {
        this(info, user, options, auditId, userAgent, received, new LinkedHashSet<>());
    }

    private RequestContext(
            RequestInfo info,
            UserInfo user,
            RequestOptions options,
            String auditId,
            String userAgent,
            Instant received,
            Set<String> warnings) {
        this.info = info;
        this.user = user;
        this.options = options;
        this.auditId = auditId;
        this.userAgent = userAgent;
        this.received = received;
        this.warnings = warnings;
    }

    /** A context for what the server does by itself. */
    public static RequestContext internal(RequestInfo info) {
        return new RequestContext(info, UserInfo.apiServer(), RequestOptions.NONE, "", "apiserver", Instant.now());
    }

    /** The same request and the same warnings, seen with other options. */
    public RequestContext withOptions(RequestOptions other) {
        return new RequestContext(info, user, other, auditId, userAgent, received, warnings);
    }

    public RequestInfo info() {
        return info;
    }

    public UserInfo user() {
        return user;
    }

    public boolean dryRun() {
        return options.dryRun();
    }

    /** Who owns the fields that this request sets: the parameter, or the product of the User-Agent. */
    public String fieldManager() {
        return options.fieldManager().isEmpty() ? managerFromUserAgent() : options.fieldManager();
    }

    public FieldValidation fieldValidation() {
        return options.fieldValidation();
    }

    public RequestOptions options() {
        return options;
    }

    public String auditId() {
        return auditId;
    }

    public String userAgent() {
        return userAgent;
    }

    public Instant received() {
        return received;
    }

    /** Adds a text to the {@code Warning} headers of the answer, once. */
    public void warn(String text) {
        synchronized (warnings) {
            warnings.add(text);
        }
    }

    public List<String> warnings() {
        synchronized (warnings) {
            return new ArrayList<>(warnings);
        }
    }

    private String managerFromUserAgent() {
        int slash = userAgent.indexOf('/');
        String product = slash < 0 ? userAgent : userAgent.substring(0, slash);
        return product.length() > 128 ? product.substring(0, 128) : product;
    }
}
