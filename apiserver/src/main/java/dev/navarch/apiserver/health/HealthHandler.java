package dev.navarch.apiserver.health;

import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One of the three endpoints, such as {@code livez}, with the checks that it runs. */
public final class HealthHandler implements Handler {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final String name;
    private final List<HealthCheck> checks;

    public HealthHandler(String name, List<HealthCheck> checks) {
        this.name = name;
        this.checks = List.copyOf(checks);
    }

    /** Where it is. */
    public String path() {
        return "/" + name;
    }

    /** Whether the endpoint answers that path: its own or that of a check below it. */
    public boolean serves(String path) {
        String own = "/" + name;
        return path.equals(own)
                || path.equals(own + "/")
                || (path.startsWith(own + "/")
                        && checks.stream().anyMatch(c -> c.name().equals(path.substring(own.length() + 1))));
    }

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.path();
        String single = path.length() > name.length() + 2 ? path.substring(name.length() + 2) : "";
        if (!serves(path)) {
            respond(exchange, 404, "404 page not found\n");
            return;
        }
        if (!single.isEmpty()) {
            single(exchange, single);
            return;
        }
        all(exchange);
    }

    private void single(Exchange exchange, String check) {
        boolean well = checks.stream().filter(c -> c.name().equals(check)).allMatch(HealthHandler::isWell);
        respond(exchange, well ? 200 : 500, well ? "ok" : "internal server error: " + check + " is not well");
    }

    private void all(Exchange exchange) {
        Set<String> excluded = new HashSet<>();
        for (String each : exchange.query().all("exclude")) {
            excluded.addAll(List.of(each.split(",", -1)));
        }
        StringBuilder report = new StringBuilder();
        List<String> failed = new ArrayList<>();
        for (HealthCheck check : checks) {
            if (excluded.remove(check.name())) {
                report.append("[+]").append(check.name()).append(" excluded: ok\n");
            } else if (isWell(check)) {
                report.append("[+]").append(check.name()).append(" ok\n");
            } else {
                failed.add(check.name());
                report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            }
        }
        excluded.remove("");
        if (!excluded.isEmpty()) {
            report.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(excluded.stream()
                            .sorted()
                            .map(e -> "\"" + e + "\"")
                            .reduce((a, b) -> a + "," + b)
                            .orElse(""))
                    .append('\n');
        }
        if (!failed.isEmpty()) {
            exchange.setHeader("X-Content-Type-Options", "nosniff");
            respond(exchange, 500, report + name + " check failed\n");
        } else if (exchange.query().has("verbose")) {
            respond(exchange, 200, report + name + " check passed\n");
        } else {
            respond(exchange, 200, "ok");
        }
    }

    private static boolean isWell(HealthCheck check) {
        try {
            return check.isWell().getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void respond(Exchange exchange, int status, String text) {
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.respond(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}
