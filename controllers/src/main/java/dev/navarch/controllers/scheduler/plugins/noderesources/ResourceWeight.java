package dev.navarch.controllers.scheduler.plugins.noderesources;

import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.resources.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A resource that counts in scoring, with the weight that it has there. */
record ResourceWeight(String name, long weight) {

    static final List<ResourceWeight> DEFAULT =
            List.of(new ResourceWeight(Resources.CPU, 1), new ResourceWeight(Resources.MEMORY, 1));

    static List<ResourceWeight> read(Fields fields, String field, boolean onlyWeightOne) {
        List<ResourceWeight> result = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields resource : fields.objects(field)) {
            String name = resource.text("name", "");
            int weight = resource.number("weight", 1);
            weight = weight == 0 ? 1 : weight;
            if (onlyWeightOne && weight != 1) {
                throw resource.invalid("weight", "resource weight of " + name + " not in valid range [1, 1]");
            }
            if (weight < 1 || weight > 100) {
                throw resource.invalid("weight", "resource weight of " + name + " not in valid range [1, 100]");
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException(resource.path("name") + ": Duplicate value: \"" + name + "\"");
            }
            resource.end();
            result.add(new ResourceWeight(name, weight));
        }
        return result.isEmpty() ? DEFAULT : result;
    }
}
