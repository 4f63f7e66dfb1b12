package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.request.UserInfo;
import java.util.TreeMap;

/** A user as the API shows it: {@code username, uid, groups, extra}. */
final class UserFields {

    private UserFields() {}

    static void write(ObjectNode out, UserInfo user) {
        out.put("username", user.name());
        if (!user.uid().isEmpty()) {
            out.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            var groups = out.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = out.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> {
                var array = extra.putArray(key);
                values.forEach(array::add);
            });
        }
    }
}
