package dev.navarch.controllers.scheduler.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Amounts of compute resources. Mutable and without a lock: it has one owner, the node that counts with it. */
public final class Resource {

    private long milliCpu;
    private long memory;
    private long ephemeralStorage;
    private int allowedPods;
    private @Nullable Map<String, Long> scalars;

    public Resource() {}

    public static Resource of(Map<String, Long> amounts) {
        Resource resource = new Resource();
        amounts.forEach(resource::add);
        return resource;
    }

    public static Resource ofQuantities(@Nullable Map<String, Quantity> quantities) {
        Resource resource = new Resource();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> resource.add(name, Quantities.of(name, quantity)));
        }
        return resource;
    }

    private void add(String name, long amount) {
        switch (name) {
            case Resources.CPU -> milliCpu += amount;
            case Resources.MEMORY -> memory += amount;
            case Resources.EPHEMERAL_STORAGE -> ephemeralStorage += amount;
            case Resources.PODS -> allowedPods += (int) Math.min(amount, Integer.MAX_VALUE);
            default -> {
                if (Resources.isScalar(name)) {
                    addScalar(name, amount);
                }
            }
        }
    }

    private void addScalar(String name, long amount) {
        if (scalars == null) {
            scalars = new HashMap<>();
        }
        scalars.merge(name, amount, Long::sum);
    }

    /** Adds the other's amounts, or subtracts them when {@code sign} is -1. */
    public void add(Resource other, int sign) {
        milliCpu += sign * other.milliCpu;
        memory += sign * other.memory;
        ephemeralStorage += sign * other.ephemeralStorage;
        if (other.scalars != null) {
            other.scalars.forEach((name, amount) -> addScalar(name, sign * amount));
        }
    }

    public void addNonZero(long cpu, long bytes) {
        milliCpu += cpu;
        memory += bytes;
    }

    public void copyFrom(Resource other) {
        milliCpu = other.milliCpu;
        memory = other.memory;
        ephemeralStorage = other.ephemeralStorage;
        allowedPods = other.allowedPods;
        scalars = other.scalars == null ? null : new HashMap<>(other.scalars);
    }

    /** Thousandths of a core. */
    public long milliCpu() {
        return milliCpu;
    }

    /** Bytes. */
    public long memory() {
        return memory;
    }

    /** Bytes. */
    public long ephemeralStorage() {
        return ephemeralStorage;
    }

    public int allowedPods() {
        return allowedPods;
    }

    public Map<String, Long> scalars() {
        return scalars == null ? Map.of() : scalars;
    }

    public long scalar(String name) {
        return scalars == null ? 0 : scalars.getOrDefault(name, 0L);
    }

    /** Whether nothing at all is asked for. */
    public boolean isZero() {
        return milliCpu == 0
                && memory == 0
                && ephemeralStorage == 0
                && scalars().isEmpty();
    }

    @Override
    public String toString() {
        return "cpu=" + milliCpu + "m memory=" + memory + " ephemeral-storage=" + ephemeralStorage + " " + scalars();
    }
}
