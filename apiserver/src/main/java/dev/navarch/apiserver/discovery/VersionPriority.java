package dev.navarch.apiserver.discovery;

import dev.navarch.api.meta.GroupVersion;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders versions as Kubernetes prefers them: v2, v1, v1beta2, v1beta1, v1alpha1, then all others by name. */
final class VersionPriority {

    private static final Pattern KUBE_LIKE = Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");

    static final Comparator<GroupVersion> OLDEST_LAST =
            Comparator.comparing(GroupVersion::version, VersionPriority::compare);

    private VersionPriority() {}

    /** Below zero when {@code a} is preferred to {@code b}. */
    static int compare(String a, String b) {
        Matcher first = KUBE_LIKE.matcher(a);
        Matcher second = KUBE_LIKE.matcher(b);
        boolean firstMatches = first.matches();
        boolean secondMatches = second.matches();
        if (!firstMatches || !secondMatches) {
            return firstMatches == secondMatches ? a.compareTo(b) : firstMatches ? -1 : 1;
        }
        int byStability = Integer.compare(stability(second.group(2)), stability(first.group(2)));
        if (byStability != 0) {
            return byStability;
        }
        int byMajor = Long.compare(Long.parseLong(second.group(1)), Long.parseLong(first.group(1)));
        return byMajor != 0 || first.group(3) == null
                ? byMajor
                : Long.compare(Long.parseLong(second.group(3)), Long.parseLong(first.group(3)));
    }

    private static int stability(@org.jspecify.annotations.Nullable String label) {
        return label == null ? 2 : label.equals("beta") ? 1 : 0;
    }
}
