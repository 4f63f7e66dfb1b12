package dev.navarch.controllers.scheduler.framework;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin answers.
 *
 * @param reasons why, in the words that users read in events; for an error, its message
 * @param error the cause of {@link Code#ERROR}
 * @param plugin the plugin that answered, empty until the framework knows it
 */
public record Status(
        Code code, List<String> reasons, @Nullable Throwable error, String plugin) {

    /** The kinds of answers. */
    public enum Code {
        SUCCESS("Success"),
        ERROR("Error"),
        /** The pod does not fit now; preempting other pods might help. */
        UNSCHEDULABLE("Unschedulable"),
        /** The pod does not fit, and preemption cannot change that. */
        UNSCHEDULABLE_AND_UNRESOLVABLE("UnschedulableAndUnresolvable"),
        /** Permit only: wait for a decision. */
        WAIT("Wait"),
        /** The plugin has nothing to say about this pod. */
        SKIP("Skip"),
        /** Reserve, Permit and PreBind only: the pod waits for something outside, it goes to the front when that comes. */
        PENDING("Pending");

        private final String label;

        Code(String label) {
            this.label = label;
        }

        /** The name in metrics and messages. */
        public String label() {
            return label;
        }
    }

    public static final Status SUCCESS = new Status(Code.SUCCESS, List.of(), null, "");
    public static final Status SKIP = new Status(Code.SKIP, List.of(), null, "");

    public Status {
        reasons = List.copyOf(reasons);
    }

    public static Status unschedulable(String... reasons) {
        return new Status(Code.UNSCHEDULABLE, List.of(reasons), null, "");
    }

    public static Status unresolvable(String... reasons) {
        return new Status(Code.UNSCHEDULABLE_AND_UNRESOLVABLE, List.of(reasons), null, "");
    }

    public static Status of(Code code, List<String> reasons) {
        return new Status(code, reasons, null, "");
    }

    public static Status error(String message) {
        return new Status(Code.ERROR, List.of(message), null, "");
    }

    public static Status error(String message, Throwable cause) {
        return new Status(Code.ERROR, List.of(message), cause, "");
    }

    public static Status error(Throwable cause) {
        return error(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }

    public Status withPlugin(String name) {
        return new Status(code, reasons, error, name);
    }

    public boolean isSuccess() {
        return code == Code.SUCCESS;
    }

    public boolean isSkip() {
        return code == Code.SKIP;
    }

    public boolean isWait() {
        return code == Code.WAIT;
    }

    public boolean isError() {
        return code == Code.ERROR;
    }

    /** Whether the answer is "not here, not now": a reason to look elsewhere, not a failure of the scheduler. */
    public boolean isRejected() {
        return code == Code.UNSCHEDULABLE || code == Code.UNSCHEDULABLE_AND_UNRESOLVABLE || code == Code.PENDING;
    }

    /** The reasons in one line. */
    public String message() {
        return String.join(", ", reasons);
    }
}
