package dev.navarch.proxy.nftables;

import dev.navarch.proxy.service.IpFamily;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.service.ServicePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel's tables as the last map said. One thread at a time calls {@link #apply}. The first call replaces
 * whatever table of the name is there, in one step and thus without a gap for traffic; later ones change only what
 * differs.
 */
public final class NftablesProxy {

    private static final Logger log = LoggerFactory.getLogger(NftablesProxy.class);
    private static final Path ROUTE_LOCALNET = Path.of("/proc/sys/net/ipv4/conf/all/route_localnet");
    private static final Path BRIDGE_CALLS = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

    private final NftCommand nft;
    private final String table;
    private final ServiceRenderer renderer;
    private final UdpFlows flows = new UdpFlows();
    private final Map<ServiceMap.Key, ServicePort> applied = new TreeMap<>();
    private final Map<ServiceMap.Key, Fragment> fragments = new TreeMap<>();
    private final Map<IpFamily, Set<String>> clusterIps = new EnumMap<>(IpFamily.class);
    private final Set<IpFamily> present = EnumSet.noneOf(IpFamily.class);
    private boolean rebuild = true;

    private NftablesProxy(NftCommand nft, String table, List<String> clusterCidrs) {
        this.nft = nft;
        this.table = table;
        this.renderer = new ServiceRenderer(clusterCidrs);
    }

    /** A proxy on the table of that name; empty where nftables cannot be used, for want of the program or of root. */
    public static Optional<NftablesProxy> open(String table, List<String> clusterCidrs) {
        return NftCommand.find().filter(NftCommand::works).map(nft -> {
            set(ROUTE_LOCALNET);
            set(FORWARDING);
            if (Files.exists(BRIDGE_CALLS)) {
                set(BRIDGE_CALLS);
            }
            return new NftablesProxy(nft, table, clusterCidrs);
        });
    }

    /** Removes the tables of that name. */
    public static void remove(String table) throws IOException {
        Optional<NftCommand> nft = NftCommand.find().filter(NftCommand::works);
        if (nft.isPresent()) {
            for (IpFamily family : IpFamily.values()) {
                String name = BaseRules.family(family) + " " + table;
                nft.get().apply("add table " + name + "\ndelete table " + name + "\n");
            }
        }
    }

    /** Makes the kernel agree with the map. After a failure the next call replaces the whole table. */
    public void apply(ServiceMap map) throws IOException {
        Map<ServiceMap.Key, Fragment> next = new TreeMap<>();
        map.ports().forEach((key, port) -> {
            Fragment known = fragments.get(key);
            next.put(key, known != null && port.equals(applied.get(key)) ? known : renderer.render(port));
        });
        Map<IpFamily, List<Fragment>> before = new EnumMap<>(IpFamily.class);
        Map<IpFamily, List<Fragment>> after = new EnumMap<>(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            before.put(family, new ArrayList<>());
            after.put(family, new ArrayList<>());
        }
        fragments.forEach((key, fragment) -> {
            if (!fragment.equals(next.get(key))) {
                Objects.requireNonNull(before.get(key.family())).add(fragment);
            }
        });
        next.forEach((key, fragment) -> {
            if (rebuild || !fragment.equals(fragments.get(key))) {
                Objects.requireNonNull(after.get(key.family())).add(fragment);
            }
        });
        Map<IpFamily, Set<String>> addresses = clusterIps(map.ports().values());
        for (IpFamily family : IpFamily.values()) {
            Set<String> known = rebuild ? Set.of() : clusterIps.getOrDefault(family, Set.of());
            Set<String> wanted = addresses.getOrDefault(family, Set.of());
            Objects.requireNonNull(before.get(family)).add(refusals(minus(known, wanted)));
            Objects.requireNonNull(after.get(family)).add(refusals(minus(wanted, known)));
        }
        boolean done = false;
        try {
            for (IpFamily family : IpFamily.values()) {
                apply(family, Objects.requireNonNull(before.get(family)), Objects.requireNonNull(after.get(family)));
            }
            done = true;
        } finally {
            rebuild = !done;
        }
        flows.forget(applied, map.ports());
        fragments.clear();
        fragments.putAll(next);
        applied.clear();
        applied.putAll(map.ports());
        clusterIps.clear();
        clusterIps.putAll(addresses);
    }

    private static Map<IpFamily, Set<String>> clusterIps(Collection<ServicePort> ports) {
        Map<IpFamily, Set<String>> addresses = new EnumMap<>(IpFamily.class);
        ports.forEach(port ->
                addresses.computeIfAbsent(port.family(), f -> new TreeSet<>()).add(port.clusterIp()));
        return addresses;
    }

    private static Set<String> minus(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    /** The addresses belong to services, not to their ports; so they are a part of the table of their own. */
    private static Fragment refusals(Set<String> addresses) {
        if (addresses.isEmpty()) {
            return Fragment.EMPTY;
        }
        Map<String, String> verdicts = new TreeMap<>();
        addresses.forEach(address -> verdicts.put(address, "goto " + BaseRules.REJECT));
        return new Fragment(Map.of(), Map.of(), Map.of(BaseRules.CLUSTER_IPS, verdicts));
    }

    private void apply(IpFamily family, List<Fragment> before, List<Fragment> after) throws IOException {
        boolean wanted = family == IpFamily.IPV4
                || after.stream().anyMatch(f -> !f.equals(Fragment.EMPTY))
                || present.contains(family);
        if (!wanted) {
            return;
        }
        String commands = rebuild || !present.contains(family)
                ? Transaction.replace(family, table, after)
                : Transaction.change(family, table, before, after);
        if (!commands.isEmpty()) {
            log.debug("nftables transaction:\n{}", commands);
            nft.apply(commands);
        }
        present.add(family);
    }

    private static void set(Path file) {
        try {
            if (!Files.readString(file).strip().equals("1")) {
                Files.writeString(file, "1");
            }
        } catch (IOException e) {
            log.warn("cannot set {}: {}", file, e.getMessage());
        }
    }
}
