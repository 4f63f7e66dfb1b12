package dev.navarch.apiserver.kind.resource;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The requests of a claim by name, and the alternatives of each; others in the claim refer to them. */
record RequestNames(Map<String, Set<String>> names) {

    private static final String UNKNOWN =
            "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    RequestNames {
        names = Map.copyOf(names);
    }

    static RequestNames of(Place devices) {
        Map<String, Set<String>> names = new HashMap<>();
        for (Place request : devices.get("requests").items()) {
            Set<String> alternatives = new HashSet<>();
            request.get("firstAvailable")
                    .items()
                    .forEach(alternative ->
                            alternatives.add(alternative.get("name").text()));
            names.put(request.get("name").text(), alternatives);
        }
        return new RequestNames(names);
    }

    /** Complains of a reference that leads to no request. */
    void check(Place reference) {
        String[] segments = reference.text().split("/", -1);
        if (segments.length > 2) {
            reference.invalid(UNKNOWN);
            return;
        }
        for (String segment : segments) {
            Names.dns1123Label(segment).forEach(problem -> reference.invalid(segment, problem));
        }
        Set<String> alternatives = names.get(segments[0]);
        if (alternatives == null || (segments.length == 2 && !alternatives.contains(segments[1]))) {
            reference.invalid(UNKNOWN);
        }
    }
}
