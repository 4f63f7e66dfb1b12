package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Amounts by name of resource, such as {@code cpu} or {@code count/pods}; immutable, in order of names. */
public record ResourceAmounts(SortedMap<String, Quantity> byName) {

    public static final ResourceAmounts NONE = new ResourceAmounts(new TreeMap<>());

    public ResourceAmounts {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    public static ResourceAmounts of(Map<String, Quantity> amounts) {
        return new ResourceAmounts(new TreeMap<>(amounts));
    }

    /** Reads a {@code ResourceList}; what is missing or no quantity is left out. */
    public static ResourceAmounts of(JsonNode list) {
        var amounts = new TreeMap<String, Quantity>();
        list.properties().forEach(entry -> {
            try {
                amounts.put(entry.getKey(), Quantity.parse(entry.getValue().asText()));
            } catch (IllegalArgumentException e) {
                amounts.remove(entry.getKey());
            }
        });
        return new ResourceAmounts(amounts);
    }

    public Optional<Quantity> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    public ResourceAmounts plus(ResourceAmounts other) {
        return merge(other, Quantity::plus);
    }

    /** The greater amount of each name. */
    public ResourceAmounts max(ResourceAmounts other) {
        return merge(other, (one, two) -> one.compareTo(two) >= 0 ? one : two);
    }

    private ResourceAmounts merge(ResourceAmounts other, BinaryOperator<Quantity> combine) {
        var result = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> result.merge(name, amount, combine));
        return new ResourceAmounts(result);
    }

    /** The difference of each name of either, zero where it would be negative. */
    public ResourceAmounts minusNotBelowZero(ResourceAmounts other) {
        var result = new TreeMap<String, Quantity>();
        byName.forEach((name, amount) -> {
            Quantity less = other.byName.getOrDefault(name, Quantity.ZERO);
            Quantity rest = amount.minus(less);
            result.put(name, rest.signum() > 0 ? rest : Quantity.ZERO);
        });
        other.byName.keySet().forEach(name -> result.putIfAbsent(name, Quantity.ZERO));
        return new ResourceAmounts(result);
    }

    public ResourceAmounts only(Collection<String> names) {
        var result = new TreeMap<>(byName);
        result.keySet().retainAll(names);
        return new ResourceAmounts(result);
    }

    public ResourceAmounts withoutZeros() {
        var result = new TreeMap<>(byName);
        result.values().removeIf(amount -> amount.signum() == 0);
        return new ResourceAmounts(result);
    }

    /** The same, with these amounts in place of its own. */
    public ResourceAmounts with(ResourceAmounts other) {
        return merge(other, (one, two) -> two);
    }

    /** Names of which there is more here than the limit says. */
    public SortedSet<String> exceeding(ResourceAmounts limits) {
        var names = new TreeSet<String>();
        limits.byName.forEach((name, limit) -> {
            Quantity amount = byName.get(name);
            if (amount != null && amount.compareTo(limit) > 0) {
                names.add(name);
            }
        });
        return names;
    }

    public SortedSet<String> negative() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().signum() < 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public ObjectNode toJson() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        byName.forEach((name, amount) -> list.put(name, amount.toString()));
        return list;
    }

    /** As messages show it: {@code cpu=1,memory=2Gi}. */
    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
