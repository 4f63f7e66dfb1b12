package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.admission.podsecurity.LevelVersion.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace's labels ask for: a level that is enforced, one that is recorded, and one that is warned about.
 *
 * @param errors what is wrong with the labels; strict values stand in for wrong ones where it is enforced
 */
record NamespacePolicy(LevelVersion enforce, LevelVersion audit, LevelVersion warn, List<FieldError> errors) {

    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,8})");

    static NamespacePolicy of(JsonNode labels) {
        return new Reader(labels).read();
    }

    boolean isFullyPrivileged() {
        return enforce.isPrivileged() && audit.isPrivileged() && warn.isPrivileged();
    }

    private static final class Reader {
        private final JsonNode labels;
        private final List<FieldError> errors = new ArrayList<>();

        Reader(JsonNode labels) {
            this.labels = labels;
        }

        NamespacePolicy read() {
            Level enforced = level("enforce");
            var enforce = new LevelVersion(enforcedOr(enforced), version("enforce"));
            Level audited = level("audit");
            var audit = new LevelVersion(audited == null ? Level.PRIVILEGED : audited, version("audit"));
            Level warned = level("warn");
            int warnVersion = version("warn");
            Level warnLevel = warned == null ? Level.PRIVILEGED : warned;
            if (!labels.has(PREFIX + "warn") && enforced != null && enforced != Level.PRIVILEGED) {
                warnLevel = enforced;
                warnVersion = labels.has(PREFIX + "warn-version") ? warnVersion : enforce.minor();
            }
            return new NamespacePolicy(enforce, audit, new LevelVersion(warnLevel, warnVersion), errors);
        }

        private Level enforcedOr(@Nullable Level enforced) {
            if (enforced != null) {
                return enforced;
            }
            return labels.has(PREFIX + "enforce") ? Level.RESTRICTED : Level.PRIVILEGED;
        }

        /** Null when the label is missing or wrong. */
        private @Nullable Level level(String mode) {
            String label = PREFIX + mode;
            if (!labels.has(label)) {
                return null;
            }
            String value = labels.path(label).asText();
            for (Level level : Level.values()) {
                if (level.label().equals(value)) {
                    return level;
                }
            }
            errors.add(FieldError.invalid(
                    "metadata.labels[" + label + "]", value, "must be one of privileged, baseline, restricted"));
            return null;
        }

        private int version(String mode) {
            String label = PREFIX + mode + "-version";
            String value = labels.path(label).asText("latest");
            Matcher matcher = VERSION.matcher(value);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
            if (!value.equals("latest")) {
                errors.add(
                        FieldError.invalid("metadata.labels[" + label + "]", value, "must be \"latest\" or \"v1.x\""));
            }
            return LevelVersion.LATEST;
        }
    }
}
