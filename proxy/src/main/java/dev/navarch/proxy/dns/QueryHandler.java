package dev.navarch.proxy.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers one query: from the cluster's zone where the name is in it, else by asking the node's resolvers. Thread-safe. */
final class QueryHandler {

    /** What fits into a packet on any path (DNS flag day 2020). */
    private static final int OUR_UDP_SIZE = 1232;

    private static final int MIN_UDP_SIZE = 512;
    private static final int MAX_TCP_SIZE = 65535;
    private static final int MAX_ALIASES = 8;
    private static final int HEADER = 12;

    private final ClusterZone zone;
    private final Forwarder forwarder;

    QueryHandler(ClusterZone zone, Forwarder forwarder) {
        this.zone = zone;
        this.forwarder = forwarder;
    }

    /** The answer; empty for what is no query at all and gets none. */
    Optional<byte[]> handle(byte[] wire, boolean tcp) {
        if (wire.length < HEADER || (wire[2] & 0x80) != 0) {
            return Optional.empty();
        }
        Message query;
        try {
            query = new Message(wire);
        } catch (IOException e) {
            return Optional.of(refusal(wire, Rcode.FORMERR));
        }
        Record question = query.getQuestion();
        int refusal = whyRefused(query, question);
        if (refusal != Rcode.NOERROR) {
            return Optional.of(encode(query, response(query, refusal), tcp));
        }
        Answer answer = zone.resolve(question.getName(), question.getType());
        if (answer instanceof Answer.NotOurs) {
            return Optional.of(forwarder
                    .ask(wire, tcp)
                    .orElseGet(() -> encode(query, response(query, Rcode.SERVFAIL), tcp)));
        }
        return Optional.of(encode(query, answered(query, question, answer), tcp));
    }

    private static int whyRefused(Message query, @org.jspecify.annotations.Nullable Record question) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Rcode.NOTIMP;
        }
        if (question == null || query.getSection(Section.QUESTION).size() != 1) {
            return Rcode.FORMERR;
        }
        OPTRecord opt = query.getOPT();
        if (opt != null && opt.getVersion() != 0) {
            return Rcode.BADVERS;
        }
        if (question.getDClass() != DClass.IN || question.getType() == Type.AXFR || question.getType() == Type.IXFR) {
            return Rcode.REFUSED;
        }
        return Rcode.NOERROR;
    }

    /** A bare header with the query's id, for what could not be read. */
    private static byte[] refusal(byte[] wire, int code) {
        Header header = new Header((wire[0] & 0xFF) << 8 | (wire[1] & 0xFF));
        header.setFlag(Flags.QR);
        header.setRcode(code);
        return header.toWire();
    }

    private Message answered(Message query, Record question, Answer first) {
        Message response = response(query, Rcode.NOERROR);
        response.getHeader().setFlag(Flags.AA);
        Name name = question.getName();
        Answer answer = first;
        for (int aliases = 0; answer instanceof Answer.Alias alias; aliases++) {
            response.addRecord(new CNAMERecord(name, DClass.IN, ClusterZone.TTL, alias.target()), Section.ANSWER);
            if (question.getType() == Type.CNAME || aliases == MAX_ALIASES) {
                return response;
            }
            name = alias.target();
            answer = zone.resolve(name, question.getType());
        }
        switch (answer) {
            case Answer.Exists exists -> addRecords(response, exists);
            case Answer.NoSuchName ignored -> negative(response, Rcode.NXDOMAIN);
            case Answer.NotReady ignored -> response.getHeader().setRcode(Rcode.SERVFAIL);
            case Answer.NotOurs ignored -> addFromOutside(response, name, question.getType());
            case Answer.Alias ignored -> throw new IllegalStateException("aliases were followed");
        }
        return response;
    }

    private void addRecords(Message response, Answer.Exists exists) {
        if (exists.records().isEmpty()) {
            negative(response, Rcode.NOERROR);
            return;
        }
        exists.records().forEach(record -> response.addRecord(record, Section.ANSWER));
        exists.additional().forEach(record -> response.addRecord(record, Section.ADDITIONAL));
    }

    private void negative(Message response, int code) {
        response.getHeader().setRcode(code);
        response.addRecord(zone.soa(), Section.AUTHORITY);
    }

    /** The rest of a chain that leaves the cluster. If nobody answers, the alias alone is the answer. */
    private void addFromOutside(Message response, Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setID(Forwarder.anyId());
        Optional<Message> outside = parse(forwarder.ask(query.toWire(), false))
                .filter(message -> !message.getHeader().getFlag(Flags.TC))
                .or(() -> parse(forwarder.ask(query.toWire(), true)));
        if (outside.isEmpty()) {
            return;
        }
        response.getHeader().setRcode(outside.get().getHeader().getRcode());
        for (Record record : outside.get().getSection(Section.ANSWER)) {
            response.addRecord(record, Section.ANSWER);
        }
    }

    private static Optional<Message> parse(Optional<byte[]> wire) {
        try {
            return wire.isEmpty() ? Optional.empty() : Optional.of(new Message(wire.get()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Message response(Message query, int code) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(code & 0x0F);
        List<Record> questions = new ArrayList<>(query.getSection(Section.QUESTION));
        questions.forEach(question -> response.addRecord(question, Section.QUESTION));
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(OUR_UDP_SIZE, code >> 4, 0), Section.ADDITIONAL);
        }
        return response;
    }

    private static byte[] encode(Message query, Message response, boolean tcp) {
        OPTRecord opt = query.getOPT();
        int limit = opt == null ? MIN_UDP_SIZE : Math.clamp(opt.getPayloadSize(), MIN_UDP_SIZE, OUR_UDP_SIZE);
        byte[] wire = response.toWire(MAX_TCP_SIZE);
        return tcp || wire.length <= limit ? wire : cut(response, limit);
    }

    /** As many whole records as fit: some clients do not come back by TCP and make do with those. */
    private static byte[] cut(Message response, int limit) {
        byte[] best = shortened(response, 0);
        int low = 0;
        int high = response.getSection(Section.ANSWER).size();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            byte[] wire = shortened(response, middle);
            if (wire.length <= limit) {
                low = middle;
                best = wire;
            } else {
                high = middle - 1;
            }
        }
        return best;
    }

    private static byte[] shortened(Message response, int answers) {
        Header header = response.getHeader();
        Message shorter = new Message(header.getID());
        for (int flag : new int[] {Flags.QR, Flags.AA, Flags.RD, Flags.RA}) {
            if (header.getFlag(flag)) {
                shorter.getHeader().setFlag(flag);
            }
        }
        shorter.getHeader().setFlag(Flags.TC);
        shorter.getHeader().setRcode(header.getRcode());
        response.getSection(Section.QUESTION).forEach(record -> shorter.addRecord(record, Section.QUESTION));
        response.getSection(Section.ANSWER).stream()
                .limit(answers)
                .forEach(record -> shorter.addRecord(record, Section.ANSWER));
        OPTRecord opt = response.getOPT();
        if (opt != null) {
            shorter.addRecord(opt, Section.ADDITIONAL);
        }
        return shorter.toWire(MAX_TCP_SIZE);
    }
}
