package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the media types of a request and its answer, by upstream's rules and with its refusals. */
final class Negotiation {

    private static final List<Format> ALL = List.of(Format.values());

    /** What custom resources are written in. */
    static final List<Format> CUSTOM_BODIES = List.of(Format.JSON, Format.YAML);

    private Negotiation() {}

    /** Which answers a resource can be given in. */
    record Restrictions(List<Format> formats, boolean transforms, boolean table) {
        static final Restrictions NONE = new Restrictions(ALL, false, false);
        static final Restrictions RESOURCE = new Restrictions(ALL, true, true);

        /** Custom resources have no protobuf form, but their metadata does. */
        static final Restrictions CUSTOM_RESOURCE = new Restrictions(List.of(Format.JSON, Format.YAML), true, true);

        private boolean allows(Format format, @Nullable GroupVersionKind convert) {
            if (convert == null) {
                return formats.contains(format);
            }
            if (!transforms || !convert.group().equals("meta.k8s.io")) {
                return false;
            }
            if (!convert.version().equals("v1") && !convert.version().equals("v1beta1")) {
                return false;
            }
            return switch (convert.kind()) {
                case "Table" -> table && format != Format.PROTOBUF;
                case "PartialObjectMetadata", "PartialObjectMetadataList" -> true;
                default -> false;
            };
        }
    }

    /** The form of the answer; 406 when none of those asked for is served. */
    static OutputMediaType output(Exchange exchange, Restrictions restrictions) {
        Optional<OutputMediaType> found = find(exchange, restrictions);
        if (found.isEmpty()) {
            throw StatusException.notAcceptable("only the following media types are accepted: "
                    + join(ALL.stream().map(Format::mediaType).toList()));
        }
        return found.get();
    }

    /** As {@link #output}, for a watch, which speaks no YAML. */
    static OutputMediaType stream(Exchange exchange, Restrictions restrictions) {
        Optional<OutputMediaType> found = find(exchange, restrictions);
        if (found.isEmpty() || found.get().format() == Format.YAML) {
            throw StatusException.notAcceptable(
                    "only the following media types are accepted: " + join(STREAM_MEDIA_TYPES));
        }
        return found.get();
    }

    static final List<String> STREAM_MEDIA_TYPES =
            List.of("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");

    private static Optional<OutputMediaType> find(Exchange exchange, Restrictions restrictions) {
        String header = exchange.header("Accept").orElse("");
        if (header.isEmpty()) {
            return Optional.of(new OutputMediaType(Format.JSON, isPretty(exchange), null));
        }
        for (AcceptClause clause : AcceptClause.parse(header)) {
            for (Format format : ALL) {
                if (clause.matches(format)) {
                    Optional<OutputMediaType> accepted = accept(exchange, clause.parameters(), format, restrictions);
                    if (accepted.isPresent()) {
                        return accepted;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<OutputMediaType> accept(
            Exchange exchange, Map<String, String> parameters, Format format, Restrictions restrictions) {
        String stream = parameters.getOrDefault("stream", "");
        if (!stream.isEmpty() && (format == Format.YAML || !stream.equals("watch"))) {
            return Optional.empty();
        }
        String serverVersion = parameters.getOrDefault("sv", "");
        if (!serverVersion.isEmpty() && !(restrictions.transforms() && serverVersion.equals("v1"))) {
            return Optional.empty();
        }
        GroupVersionKind convert = null;
        if (parameters.containsKey("as") || parameters.containsKey("g") || parameters.containsKey("v")) {
            convert = new GroupVersionKind(
                    parameters.getOrDefault("g", ""),
                    parameters.getOrDefault("v", ""),
                    parameters.getOrDefault("as", ""));
        }
        if (!restrictions.allows(format, convert)) {
            return Optional.empty();
        }
        boolean pretty = "1".equals(parameters.get("pretty")) || isPretty(exchange);
        return Optional.of(new OutputMediaType(format, pretty, convert));
    }

    /** Whether people read the answer: they said so, or they came with a browser or a command-line client. */
    static boolean isPretty(Exchange exchange) {
        String parameter = exchange.query().get("pretty");
        if (!parameter.isEmpty()) {
            return switch (parameter) {
                case "1", "t", "T", "true", "TRUE", "True" -> true;
                default -> false;
            };
        }
        String agent = exchange.header("User-Agent").orElse("");
        return agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0");
    }

    /** The format of the request's body; 415 for any other than the given ones. */
    static Format input(Exchange exchange, List<Format> supported) {
        String header = exchange.header("Content-Type").orElse("");
        if (header.isEmpty()) {
            return Format.JSON;
        }
        return Format.of(withoutParameters(header))
                .filter(format -> supported.contains(format) && hasWholeParameters(header))
                .orElseThrow(() -> unsupportedMediaType(
                        supported.stream().map(Format::mediaType).toList()));
    }

    /** Each parameter of a media type has a value. */
    private static boolean hasWholeParameters(String header) {
        String[] parts = header.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            boolean last = i == parts.length - 1;
            if (parameter.isEmpty() ? !last : parameter.indexOf('=') <= 0) {
                return false;
            }
        }
        return true;
    }

    static Format input(Exchange exchange) {
        return input(exchange, ALL);
    }

    static StatusException unsupportedMediaType(List<String> supported) {
        return StatusException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: " + join(supported));
    }

    /** Refuses with 406, as upstream's router does, what no handler would accept whatever its parameters. */
    static void checkRoute(Exchange exchange, boolean streams) {
        String accept = exchange.header("Accept").orElse("");
        if (accept.isEmpty()) {
            return;
        }
        var produced = new ArrayList<>(ALL.stream().map(Format::mediaType).toList());
        if (streams) {
            produced.addAll(STREAM_MEDIA_TYPES);
        }
        for (String part : accept.split(",", -1)) {
            String type = withoutParameters(part);
            if (type.equals("*/*") || produced.contains(type)) {
                return;
            }
        }
        throw routeRefusal(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + join(produced));
    }

    /** An error of upstream's router, whose details are there and empty. */
    static StatusException routeRefusal(int code, String reason, String message) {
        var status = StatusException.of(code, reason, message).status();
        var whole = status.deepCopy();
        whole.remove("code");
        whole.putObject("details");
        whole.put("code", code);
        return StatusException.of(whole);
    }

    static String withoutParameters(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).trim();
    }

    private static String join(List<String> mediaTypes) {
        return mediaTypes.stream().collect(Collectors.joining(", "));
    }
}
