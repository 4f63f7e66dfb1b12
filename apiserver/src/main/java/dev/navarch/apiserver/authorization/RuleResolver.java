package dev.navarch.apiserver.authorization;

import dev.navarch.apiserver.request.UserInfo;
import java.util.List;

/** Lists what a user may do in a namespace, as far as that can be listed. */
@FunctionalInterface
public interface RuleResolver {

    record ResourceRule(
            List<String> verbs, List<String> apiGroups, List<String> resources, List<String> resourceNames) {}

    record NonResourceRule(List<String> verbs, List<String> nonResourceUrls) {}

    /**
     * Everything found.
     *
     * @param incomplete whether there may be more that cannot be listed
     * @param evaluationError empty for none
     */
    record Rules(
            List<ResourceRule> resourceRules,
            List<NonResourceRule> nonResourceRules,
            boolean incomplete,
            String evaluationError) {

        public static final Rules NONE = new Rules(List.of(), List.of(), false, "");
    }

    Rules rulesFor(UserInfo user, String namespace);
}
