package dev.navarch.kubelet.server;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.StandardStreams;
import dev.navarch.kubelet.server.stream.CommandStreams;
import dev.navarch.kubelet.server.stream.CommandStreams.Wanted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code /exec}, {@code /attach} and {@code /run}. */
final class CommandHandler {
    private final PodAccess pods;

    CommandHandler(PodAccess pods) {
        this.pods = pods;
    }

    @FunctionalInterface
    private interface Command {
        StreamStatus run(StandardStreams streams) throws ContainerRuntimeException, IOException;
    }

    void exec(Exchange exchange) throws HttpError, IOException {
        RuntimeContainer container = container(exchange);
        List<String> command = exchange.parameters("command");
        if (command.isEmpty()) {
            throw new HttpError(400, "you must specify at least 1 of stdin, stdout, stderr");
        }
        serve(
                exchange,
                wanted(exchange),
                "error executing command in container: ",
                streams -> StreamStatus.exit(pods.runtime().exec(container.id(), command, streams)));
    }

    /** The terminal is the container's own, whatever the client says. */
    void attach(Exchange exchange) throws HttpError, IOException {
        RuntimeContainer container = container(exchange);
        Pod pod = pods.pod(exchange.segments());
        Container spec = PodFacts.container(pod, container.name()).orElseThrow();
        boolean tty = Boolean.TRUE.equals(spec.getTty());
        serve(exchange, wanted(exchange), "error attaching to container: ", streams -> {
            pods.runtime()
                    .attach(
                            container.id(),
                            new StandardStreams(
                                    streams.stdin(), streams.stdout(), streams.stderr(), tty, streams.resizes()));
            return StreamStatus.exit(0);
        });
    }

    private RuntimeContainer container(Exchange exchange) throws HttpError {
        List<String> path = exchange.segments();
        Pod pod = pods.pod(path);
        if (path.size() < 3) {
            throw new HttpError(404, "404 page not found");
        }
        return pods.running(pod, path.getLast());
    }

    private static Wanted wanted(Exchange exchange) throws HttpError {
        boolean tty = exchange.flag("tty");
        Wanted wanted = new Wanted(
                exchange.flag("input") || exchange.flag("stdin"),
                exchange.flag("output") || exchange.flag("stdout"),
                !tty && (exchange.flag("error") || exchange.flag("stderr")),
                tty);
        if (!wanted.stdin() && !wanted.stdout() && !wanted.stderr()) {
            throw new HttpError(400, "you must specify at least 1 of stdin, stdout, stderr");
        }
        return wanted;
    }

    private static void serve(Exchange exchange, Wanted wanted, String failure, Command command)
            throws HttpError, IOException {
        if (!exchange.upgrades().possible()) {
            throw new HttpError(400, "unable to upgrade: missing upgrade headers in request");
        }
        Thread self = Thread.currentThread();
        try (CommandStreams streams = exchange.upgrades().command(wanted)) {
            streams.onGone(self::interrupt);
            StreamStatus status;
            try {
                status = command.run(streams.standard());
            } catch (ContainerRuntimeException | IOException e) {
                status = StreamStatus.error(failure + e.getMessage());
            }
            streams.end(status.json(), status.text());
        }
    }

    /** Without a terminal or input: the output is the answer. */
    void run(Exchange exchange) throws HttpError, IOException {
        RuntimeContainer container = container(exchange);
        List<String> command =
                exchange.parameter("cmd").map(c -> List.of(c.split(" ", -1))).orElse(List.of());
        if (command.isEmpty()) {
            throw new HttpError(400, "cmd is missing");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            int code = pods.runtime().exec(container.id(), command, StandardStreams.output(output, output));
            String text = output.toString(StandardCharsets.UTF_8);
            exchange.answer(code == 0 ? 200 : 500, "text/plain", code == 0 ? text : text + "exit status " + code);
        } catch (ContainerRuntimeException e) {
            throw new HttpError(500, String.valueOf(e.getMessage()));
        }
    }
}
