package dev.navarch.proxy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Real sockets on loopback: our server, a client, and a resolver that stands for the node's. */
class DnsListenerIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private final ServiceIndex index = new ServiceIndex();
    private final List<AutoCloseable> open = new ArrayList<>();
    private DnsListener listener;

    /** A resolver that answers by UDP, and by TCP at the same port. */
    private InetSocketAddress resolver(UnaryOperator<Message> udpAnswers, UnaryOperator<Message> tcpAnswers)
            throws IOException {
        ServerSocket tcp = new ServerSocket(0, 5, LOOPBACK);
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK);
        open.add(tcp);
        open.add(udp);
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[4096];
            while (!udp.isClosed()) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    udp.receive(packet);
                    Message query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
                    Message answer = udpAnswers.apply(query);
                    if (answer != null) {
                        byte[] wire = answer.toWire();
                        udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                    }
                } catch (IOException e) {
                    return;
                }
            }
        });
        Thread.ofVirtual().start(() -> {
            while (!tcp.isClosed()) {
                try (Socket socket = tcp.accept()) {
                    Message query = new Message(TcpMessages.read(new DataInputStream(socket.getInputStream())));
                    OutputStream out = socket.getOutputStream();
                    out.write(TcpMessages.framed(tcpAnswers.apply(query).toWire()));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return new InetSocketAddress(LOOPBACK, tcp.getLocalPort());
    }

    private static Message answer(Message query, String... addresses) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (String address : addresses) {
            answer.addRecord(
                    new ARecord(
                            query.getQuestion().getName(),
                            DClass.IN,
                            60,
                            Addresses.parse(address).orElseThrow()),
                    Section.ANSWER);
        }
        return answer;
    }

    private static Message truncated(Message query) {
        Message answer = answer(query);
        answer.getHeader().setFlag(Flags.TC);
        return answer;
    }

    private void start(InetSocketAddress... resolvers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (InetSocketAddress resolver : resolvers) {
            lines.add("nameserver " + resolver.getAddress().getHostAddress() + "#" + resolver.getPort());
        }
        Path conf = Files.write(directory.resolve("resolv.conf"), lines);
        QueryHandler handler = new QueryHandler(
                new ClusterZone("cluster.local", index, Optional.empty(), 1),
                new Forwarder(new ResolvConf(conf, List.of())));
        listener = DnsListener.open(new InetSocketAddress(LOOPBACK, 0), handler);
        open.add(listener);
    }

    @BeforeEach
    void cluster() {
        KubernetesSerialization yaml = new KubernetesSerialization();
        StringBuilder endpoints = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            endpoints
                    .append(i == 0 ? "" : ",")
                    .append("{addresses: [10.244.1.")
                    .append(i)
                    .append("]}");
        }
        index.put(ServiceRecords.of(
                yaml.unmarshal(
                        "--- {kind: Service, apiVersion: v1, metadata: {name: many, namespace: default}, spec: {clusterIP: None}}",
                        Service.class),
                List.of(yaml.unmarshal(
                        "--- {kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: s}, addressType: IPv4, endpoints: ["
                                + endpoints + "]}",
                        EndpointSlice.class))));
        index.put(ServiceRecords.of(
                yaml.unmarshal(
                        "--- {kind: Service, apiVersion: v1, metadata: {name: far, namespace: default}, spec: {type: ExternalName, externalName: www.example.com}}",
                        Service.class),
                List.of()));
        index.put(ServiceRecords.of(
                yaml.unmarshal(
                        "--- {kind: Service, apiVersion: v1, metadata: {name: web, namespace: default}, spec: {clusterIP: 10.3.0.1}}",
                        Service.class),
                List.of()));
        index.put(ServiceRecords.of(
                yaml.unmarshal(
                        "--- {kind: Service, apiVersion: v1, metadata: {name: near, namespace: default}, spec: {type: ExternalName, externalName: web.default.svc.cluster.local}}",
                        Service.class),
                List.of()));
        index.putNamespace("default");
        index.setSynced();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private SimpleResolver client() {
        SimpleResolver client = new SimpleResolver(listener.address());
        client.setTimeout(Duration.ofSeconds(10));
        return client;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(ClusterZone.name(name), type, DClass.IN));
    }

    private static List<String> addresses(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == Type.A)
                .map(Record::rdataToString)
                .toList();
    }

    @Test
    void names_of_the_cluster_are_answered_with_authority() throws IOException {
        start();
        Message answer = client().send(query("web.default.svc.cluster.local.", Type.A));
        assertEquals(List.of("10.3.0.1"), addresses(answer));
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertTrue(answer.getHeader().getFlag(Flags.RA));
    }

    @Test
    void unknown_names_and_missing_types_are_told_apart_and_carry_the_soa() throws IOException {
        start();
        Message unknown = client().send(query("x.default.svc.cluster.local.", Type.A));
        assertEquals(Rcode.NXDOMAIN, unknown.getRcode());
        assertEquals(Type.SOA, unknown.getSection(Section.AUTHORITY).getFirst().getType());
        Message missing = client().send(query("web.default.svc.cluster.local.", Type.AAAA));
        assertEquals(Rcode.NOERROR, missing.getRcode());
        assertEquals(List.of(), missing.getSection(Section.ANSWER));
        assertEquals(Type.SOA, missing.getSection(Section.AUTHORITY).getFirst().getType());
    }

    @Test
    void large_answers_are_cut_for_udp_and_whole_by_tcp() throws IOException {
        start();
        SimpleResolver plain = client();
        plain.setIgnoreTruncation(true);
        plain.setEDNS(-1);
        Message cut = plain.send(query("many.default.svc.cluster.local.", Type.A));
        assertTrue(cut.getHeader().getFlag(Flags.TC));
        assertTrue(cut.numBytes() <= 512);
        assertTrue(addresses(cut).size() > 20);
        assertEquals(addresses(cut).size(), cut.getHeader().getCount(Section.ANSWER));
        SimpleResolver edns = client();
        edns.setIgnoreTruncation(true);
        edns.setEDNS(0, 4096, 0, List.of());
        Message larger = edns.send(query("many.default.svc.cluster.local.", Type.A));
        assertTrue(larger.getHeader().getFlag(Flags.TC));
        assertTrue(addresses(larger).size() > addresses(cut).size());
        Message whole = client().send(query("many.default.svc.cluster.local.", Type.A));
        assertFalse(whole.getHeader().getFlag(Flags.TC));
        assertEquals(100, addresses(whole).size());
    }

    @Test
    void other_names_are_asked_of_the_nodes_resolver() throws IOException {
        start(resolver(query -> answer(query, "192.0.2.1"), query -> answer(query)));
        assertEquals(List.of("192.0.2.1"), addresses(client().send(query("example.com.", Type.A))));
        assertEquals(List.of("192.0.2.1"), addresses(client().send(query("9.9.9.9.in-addr.arpa.", Type.A))));
    }

    @Test
    void cut_answers_from_outside_are_fetched_by_tcp() throws IOException {
        start(resolver(DnsListenerIT::truncated, query -> answer(query, "192.0.2.2")));
        assertEquals(List.of("192.0.2.2"), addresses(client().send(query("example.com.", Type.A))));
    }

    @Test
    void silent_resolver_is_passed_over_and_the_other_one_preferred_from_then_on() throws IOException {
        start(
                resolver(query -> null, query -> answer(query)),
                resolver(query -> answer(query, "192.0.2.3"), query -> answer(query)));
        assertEquals(List.of("192.0.2.3"), addresses(client().send(query("example.com.", Type.A))));
        long start = System.nanoTime();
        assertEquals(List.of("192.0.2.3"), addresses(client().send(query("example.org.", Type.A))));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos());
    }

    @Test
    void answers_to_other_questions_are_not_believed() throws IOException {
        start(resolver(
                query -> {
                    Message forged = answer(query("evil.com.", Type.A), "192.0.2.66");
                    forged.getHeader().setID(query.getHeader().getID());
                    return forged;
                },
                query -> answer(query)));
        assertEquals(
                Rcode.SERVFAIL, client().send(query("example.com.", Type.A)).getRcode());
    }

    @Test
    void without_resolvers_other_names_fail_at_once() throws IOException {
        start();
        assertEquals(
                Rcode.SERVFAIL, client().send(query("example.com.", Type.A)).getRcode());
    }

    @Test
    void external_names_are_followed_to_the_end() throws IOException {
        start(resolver(query -> answer(query, "192.0.2.4"), query -> answer(query)));
        Message far = client().send(query("far.default.svc.cluster.local.", Type.A));
        assertEquals(Type.CNAME, far.getSection(Section.ANSWER).getFirst().getType());
        assertEquals(List.of("192.0.2.4"), addresses(far));
        assertEquals(List.of("10.3.0.1"), addresses(client().send(query("near.default.svc.cluster.local.", Type.A))));
    }

    @Test
    void what_is_not_a_proper_query_is_refused() throws IOException {
        start();
        Message update = query("web.default.svc.cluster.local.", Type.A);
        update.getHeader().setOpcode(Opcode.NOTIFY);
        assertEquals(Rcode.NOTIMP, client().send(update).getRcode());
        Message badVersion = query("web.default.svc.cluster.local.", Type.A);
        badVersion.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertEquals(Rcode.BADVERS, client().send(badVersion).getRcode());
        assertEquals(Rcode.FORMERR, new Header(raw(new byte[] {1, 2, 1, 0, 0, 9, 0, 0, 0, 0, 0, 0, 77})).getRcode());
        assertEquals(List.of("10.3.0.1"), addresses(client().send(query("web.default.svc.cluster.local.", Type.A))));
    }

    private byte[] raw(byte[] packet) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(packet, packet.length, listener.address()));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    @Test
    void connection_serves_several_queries() throws IOException {
        start();
        try (Socket socket = new Socket(LOOPBACK, listener.address().getPort())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write(TcpMessages.framed(
                                query("web.default.svc.cluster.local.", Type.A).toWire()));
                assertEquals(List.of("10.3.0.1"), addresses(new Message(TcpMessages.read(in))));
            }
        }
    }

    @Test
    void resolv_conf_may_hold_anything() {
        assertEquals(
                List.of(new InetSocketAddress("192.0.2.1", 53), new InetSocketAddress("192.0.2.2", 5353)),
                ResolvConf.parse(List.of(
                        "# comment",
                        "",
                        "search example.com",
                        "nameserver 192.0.2.1",
                        "nameserver  192.0.2.2#5353",
                        "nameserver not-an-address",
                        "options ndots:5")));
    }
}
