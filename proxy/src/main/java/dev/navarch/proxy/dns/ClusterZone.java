package dev.navarch.proxy.dns;

import dev.navarch.proxy.dns.ServiceRecords.EndpointAddress;
import dev.navarch.proxy.dns.ServiceRecords.Port;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The names of the cluster's domain and the reverse names of its addresses (DNS specification 1.1.0). Thread-safe. */
final class ClusterZone {

    /** Seconds; short, since endpoints come and go. */
    static final long TTL = 5;

    private static final String SCHEMA_VERSION = "1.1.0";
    private static final int REFRESH = 7200;
    private static final int RETRY = 1800;
    private static final int EXPIRE = 86400;

    private final Name domain;
    private final Name nameServer;
    private final ServiceIndex index;
    private final Optional<InetAddress> address;
    private final long serial;

    /**
     * Makes the zone.
     *
     * @param address of the zone's name server, as clients reach it
     * @param serial of its SOA record
     */
    ClusterZone(String clusterDomain, ServiceIndex index, Optional<InetAddress> address, long serial) {
        this.domain = name(clusterDomain + ".");
        this.nameServer = name("ns.dns." + clusterDomain + ".");
        this.index = index;
        this.address = address;
        this.serial = serial;
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean isOurs(Name name) {
        return name.subdomain(domain);
    }

    SOARecord soa() {
        return new SOARecord(
                domain,
                DClass.IN,
                TTL,
                nameServer,
                name("hostmaster." + domain),
                serial & 0xFFFFFFFFL,
                REFRESH,
                RETRY,
                EXPIRE,
                TTL);
    }

    Answer resolve(Name name, int type) {
        if (!isOurs(name)) {
            return reverse(name, type);
        }
        List<String> path = labels(name).subList(0, name.labels() - domain.labels());
        if (path.isEmpty()) {
            return apex(name, type);
        }
        String kind = path.getLast();
        List<String> below = path.subList(0, path.size() - 1);
        return switch (kind) {
            case "svc" -> index.isSynced() ? service(name, below, type) : new Answer.NotReady();
            case "pod" -> index.isSynced() ? pod(name, below, type) : new Answer.NotReady();
            case "dns-version" -> below.isEmpty() ? version(name, type) : new Answer.NoSuchName();
            case "dns" -> nameServer(name, below, type);
            default -> new Answer.NoSuchName();
        };
    }

    /** In lower case, without the root. */
    private static List<String> labels(Name name) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < name.labels() - 1; i++) {
            labels.add(name.getLabelString(i).toLowerCase(Locale.ROOT));
        }
        return labels;
    }

    private Answer apex(Name name, int type) {
        return switch (type) {
            case Type.SOA -> Answer.Exists.of(List.of(soa()));
            case Type.NS ->
                new Answer.Exists(
                        List.of(new NSRecord(name, DClass.IN, TTL, nameServer)),
                        address.map(a -> List.of(record(nameServer, a))).orElse(List.of()));
            default -> Answer.Exists.NO_DATA;
        };
    }

    private static Answer version(Name name, int type) {
        return type == Type.TXT
                ? Answer.Exists.of(List.of(new TXTRecord(name, DClass.IN, TTL, SCHEMA_VERSION)))
                : Answer.Exists.NO_DATA;
    }

    private Answer nameServer(Name name, List<String> below, int type) {
        if (below.isEmpty()) {
            return Answer.Exists.NO_DATA;
        }
        return below.equals(List.of("ns"))
                ? addresses(name, address.map(List::of).orElse(List.of()), type)
                : new Answer.NoSuchName();
    }

    private Answer pod(Name name, List<String> path, int type) {
        if (path.isEmpty()) {
            return Answer.Exists.NO_DATA;
        }
        if (path.size() > 2 || !index.hasNamespace(path.getLast())) {
            return new Answer.NoSuchName();
        }
        if (path.size() == 1) {
            return Answer.Exists.NO_DATA;
        }
        return Addresses.ofDashed(path.getFirst())
                .map(pod -> addresses(name, List.of(pod), type))
                .orElse(new Answer.NoSuchName());
    }

    private Answer service(Name name, List<String> path, int type) {
        if (path.isEmpty()) {
            return Answer.Exists.NO_DATA;
        }
        String namespace = path.getLast();
        if (path.size() == 1) {
            return index.hasNamespace(namespace) ? Answer.Exists.NO_DATA : new Answer.NoSuchName();
        }
        List<String> below = path.subList(0, path.size() - 2);
        return index.service(namespace, path.get(path.size() - 2))
                .map(service -> ofService(name, service, below, type))
                .orElse(new Answer.NoSuchName());
    }

    private Answer ofService(Name name, ServiceRecords service, List<String> below, int type) {
        if (service.externalName().isPresent()) {
            return below.isEmpty() ? alias(service.externalName().get()) : new Answer.NoSuchName();
        }
        return switch (below.size()) {
            case 0 -> wholeService(name, service, type);
            case 1 ->
                below.getFirst().startsWith("_")
                        ? protocol(service, below.getFirst().substring(1))
                        : host(name, service, below.getFirst(), type);
            case 2 -> port(name, service, below, type);
            default -> new Answer.NoSuchName();
        };
    }

    private static Answer alias(String externalName) {
        try {
            return new Answer.Alias(Name.fromString(externalName, Name.root));
        } catch (TextParseException e) {
            return Answer.Exists.NO_DATA;
        }
    }

    private Answer wholeService(Name name, ServiceRecords service, int type) {
        if (type == Type.SRV) {
            return srv(name, service, port -> true);
        }
        return addresses(name, service.isHeadless() ? endpoints(service, host -> true) : service.clusterIps(), type);
    }

    private static Answer host(Name name, ServiceRecords service, String hostname, int type) {
        List<InetAddress> found =
                endpoints(service, endpoint -> endpoint.hostname().equals(hostname));
        return found.isEmpty() ? new Answer.NoSuchName() : addresses(name, found, type);
    }

    private static List<InetAddress> endpoints(ServiceRecords service, Predicate<EndpointAddress> which) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (EndpointAddress endpoint : service.endpoints()) {
            if (which.test(endpoint)) {
                addresses.add(endpoint.address());
            }
        }
        return List.copyOf(addresses);
    }

    /** {@code _tcp.service…}: exists, if only as a step to the ports below it. */
    private static Answer protocol(ServiceRecords service, String protocol) {
        return allPorts(service).anyMatch(port -> port.protocol().equals(protocol))
                ? Answer.Exists.NO_DATA
                : new Answer.NoSuchName();
    }

    private static java.util.stream.Stream<Port> allPorts(ServiceRecords service) {
        return java.util.stream.Stream.concat(
                service.ports().stream(), service.endpoints().stream().flatMap(e -> e.ports().stream()));
    }

    private Answer port(Name name, ServiceRecords service, List<String> below, int type) {
        if (!below.get(0).startsWith("_") || !below.get(1).startsWith("_")) {
            return new Answer.NoSuchName();
        }
        String portName = below.get(0).substring(1);
        String protocol = below.get(1).substring(1);
        Predicate<Port> wanted =
                port -> port.name().equals(portName) && port.protocol().equals(protocol);
        if (allPorts(service).noneMatch(wanted)) {
            return new Answer.NoSuchName();
        }
        return type == Type.SRV ? srv(name, service, wanted) : Answer.Exists.NO_DATA;
    }

    private record Target(Name host, int port, InetAddress address) {}

    private Answer srv(Name name, ServiceRecords service, Predicate<Port> which) {
        Name base = name(service.name() + "." + service.namespace() + ".svc." + domain);
        List<Target> targets = new ArrayList<>();
        if (service.isHeadless()) {
            for (EndpointAddress endpoint : service.endpoints()) {
                Name host = name(endpoint.hostname() + "." + base);
                endpoint.ports().stream()
                        .filter(which)
                        .forEach(port -> targets.add(new Target(host, port.number(), endpoint.address())));
            }
        } else {
            for (InetAddress clusterIp : service.clusterIps()) {
                service.ports().stream()
                        .filter(which)
                        .forEach(port -> targets.add(new Target(base, port.number(), clusterIp)));
            }
        }
        Set<Record> records = new LinkedHashSet<>();
        Set<Record> additional = new LinkedHashSet<>();
        int weight = targets.isEmpty() ? 0 : Math.max(1, 100 / targets.size());
        for (Target target : targets) {
            records.add(new SRVRecord(name, DClass.IN, TTL, 0, weight, target.port, target.host));
            additional.add(record(target.host, target.address));
        }
        return new Answer.Exists(List.copyOf(records), List.copyOf(additional));
    }

    /** The addresses of the family that was asked for, in an order that differs from time to time. */
    private static Answer addresses(Name name, List<InetAddress> addresses, int type) {
        List<Record> records = new ArrayList<>();
        for (InetAddress address : addresses) {
            if ((type == Type.A && address instanceof Inet4Address)
                    || (type == Type.AAAA && address instanceof Inet6Address)) {
                records.add(record(name, address));
            }
        }
        Collections.shuffle(records);
        return Answer.Exists.of(records);
    }

    private static Record record(Name name, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, TTL, address)
                : new AAAARecord(name, DClass.IN, TTL, address);
    }

    private Answer reverse(Name name, int type) {
        Set<String> names = Addresses.ofReverse(labels(name)).map(index::names).orElse(Set.of());
        if (names.isEmpty()) {
            return new Answer.NotOurs();
        }
        if (type != Type.PTR) {
            return Answer.Exists.NO_DATA;
        }
        return Answer.Exists.of(names.stream()
                .map(service -> new PTRRecord(name, DClass.IN, TTL, name(service + ".svc." + domain)))
                .toList());
    }
}
