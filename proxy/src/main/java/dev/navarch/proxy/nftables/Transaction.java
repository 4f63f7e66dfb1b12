package dev.navarch.proxy.nftables;

import dev.navarch.proxy.service.IpFamily;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The commands that turn fragments into others. Order matters to the kernel: sets and chains come before what uses them,
 * elements leave before the chains that they lead to, and a chain is emptied before those that it jumps to are deleted.
 */
final class Transaction {

    private final String table;
    private final StringBuilder commands = new StringBuilder();

    private Transaction(IpFamily family, String table) {
        this.table = BaseRules.family(family) + " " + table;
    }

    /** The whole table, made anew. */
    static String replace(IpFamily family, String table, Collection<Fragment> fragments) {
        Transaction transaction = new Transaction(family, table);
        BaseRules.commands(family, table).forEach(transaction::line);
        transaction.change(List.of(), fragments);
        return transaction.commands.toString();
    }

    /** Only what differs between the fragments before and after; empty when nothing does. */
    static String change(IpFamily family, String table, Collection<Fragment> before, Collection<Fragment> after) {
        Transaction transaction = new Transaction(family, table);
        transaction.change(before, after);
        return transaction.commands.toString();
    }

    private void change(Collection<Fragment> before, Collection<Fragment> after) {
        Map<String, String> oldSets = new LinkedHashMap<>();
        Map<String, String> newSets = new LinkedHashMap<>();
        before.forEach(f -> oldSets.putAll(f.sets()));
        after.forEach(f -> newSets.putAll(f.sets()));
        Map<String, List<String>> oldChains = new LinkedHashMap<>();
        Map<String, List<String>> newChains = new LinkedHashMap<>();
        before.forEach(f -> oldChains.putAll(f.chains()));
        after.forEach(f -> newChains.putAll(f.chains()));
        Map<String, String> oldElements = elements(before);
        Map<String, String> newElements = elements(after);

        newSets.forEach((name, definition) -> {
            if (!definition.equals(oldSets.get(name))) {
                if (oldSets.containsKey(name)) {
                    flushUsers(name, oldChains);
                    line("delete set " + table + " " + name);
                }
                line("add set " + table + " " + name + " { " + definition + " }");
            }
        });
        newChains.keySet().stream()
                .filter(c -> !oldChains.containsKey(c))
                .forEach(c -> line("add chain " + table + " " + c));
        newChains.forEach((name, rules) -> {
            List<String> present = oldChains.get(name);
            if (!rules.equals(present) || usesChangedSet(rules, oldSets, newSets)) {
                if (present != null) {
                    line("flush chain " + table + " " + name);
                }
                rules.forEach(rule -> line("add rule " + table + " " + name + " " + rule));
            }
        });
        oldElements.forEach((element, verdict) -> {
            if (!verdict.equals(newElements.get(element))) {
                line("delete element " + table + " " + element.replace("\t", " { ") + " }");
            }
        });
        newElements.forEach((element, verdict) -> {
            if (!verdict.equals(oldElements.get(element))) {
                line("add element " + table + " " + element.replace("\t", " { ") + " : " + verdict + " }");
            }
        });
        List<String> gone = oldChains.keySet().stream()
                .filter(c -> !newChains.containsKey(c))
                .toList();
        gone.forEach(c -> line("flush chain " + table + " " + c));
        gone.forEach(c -> line("delete chain " + table + " " + c));
        oldSets.keySet().stream()
                .filter(s -> !newSets.containsKey(s))
                .forEach(s -> line("delete set " + table + " " + s));
    }

    private void flushUsers(String set, Map<String, List<String>> chains) {
        chains.forEach((name, rules) -> {
            if (rules.stream().anyMatch(r -> uses(r, set))) {
                line("flush chain " + table + " " + name);
            }
        });
    }

    private static boolean usesChangedSet(
            List<String> rules, Map<String, String> oldSets, Map<String, String> newSets) {
        return oldSets.entrySet().stream()
                .filter(s -> newSets.containsKey(s.getKey()) && !Objects.equals(newSets.get(s.getKey()), s.getValue()))
                .anyMatch(s -> rules.stream().anyMatch(r -> uses(r, s.getKey())));
    }

    private static boolean uses(String rule, String set) {
        return rule.contains("@" + set + " ") || rule.endsWith("@" + set);
    }

    /** Map and key, parted by a tab, to verdict; where two services claim one address the first keeps it. */
    private static Map<String, String> elements(Collection<Fragment> fragments) {
        Map<String, String> all = new TreeMap<>();
        for (Fragment fragment : fragments) {
            fragment.elements()
                    .forEach((map, entries) ->
                            entries.forEach((key, verdict) -> all.putIfAbsent(map + "\t" + key, verdict)));
        }
        return all;
    }

    private void line(String command) {
        commands.append(command).append('\n');
    }
}
