package dev.navarch.kubelet.object;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is killed first when memory runs out. */
public enum QosClass {
    Guaranteed,
    Burstable,
    BestEffort;

    public static QosClass of(Pod pod) {
        List<@Nullable ResourceRequirements> all = new ArrayList<>();
        if (pod.getSpec().getResources() != null) {
            all.add(pod.getSpec().getResources());
        } else {
            pod.getSpec().getContainers().stream().map(Container::getResources).forEach(all::add);
            pod.getSpec().getInitContainers().stream()
                    .map(Container::getResources)
                    .forEach(all::add);
        }
        boolean any = false;
        boolean guaranteed = true;
        for (ResourceRequirements resources : all) {
            for (String name : List.of("cpu", "memory")) {
                BigDecimal request = amount(resources == null ? null : resources.getRequests(), name);
                BigDecimal limit = amount(resources == null ? null : resources.getLimits(), name);
                any |= request.signum() > 0 || limit.signum() > 0;
                guaranteed &= limit.signum() > 0 && (request.signum() == 0 || request.compareTo(limit) == 0);
            }
        }
        return any ? guaranteed ? Guaranteed : Burstable : BestEffort;
    }

    private static BigDecimal amount(@Nullable Map<String, Quantity> amounts, String name) {
        Quantity quantity = amounts == null ? null : amounts.get(name);
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }
}
