package dev.navarch.cli.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.json.Yaml;
import dev.navarch.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kubeconfig file of the user's. Changes are made under kubectl's own lock file, {@code <file>.lock}. */
public final class Kubeconfig {

    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final List<String> SECTIONS = List.of("clusters", "users", "contexts");

    private final Path file;

    public Kubeconfig(Path file) {
        this.file = file;
    }

    /**
     * The file that kubectl would write an entry of that name to: of those in {@code KUBECONFIG} the one that has the
     * context already, else the first that exists, else the last; without the variable {@code ~/.kube/config}.
     */
    public static Kubeconfig ofUser(String contextName) {
        String variable = System.getenv("KUBECONFIG");
        List<Path> files = variable == null
                ? List.of()
                : Stream.of(variable.split(File.pathSeparator))
                        .filter(Predicate.not(String::isEmpty))
                        .map(Path::of)
                        .toList();
        if (files.isEmpty()) {
            return new Kubeconfig(Path.of(System.getProperty("user.home"), ".kube", "config"));
        }
        return files.stream()
                .filter(f -> Files.exists(f) && new Kubeconfig(f).has(contextName))
                .findFirst()
                .or(() -> files.stream().filter(Files::exists).findFirst())
                .map(Kubeconfig::new)
                .orElseGet(() -> new Kubeconfig(files.getLast()));
    }

    public Path file() {
        return file;
    }

    private boolean has(String contextName) {
        return read().path("contexts").valueStream().anyMatch(c -> isNamed(c, contextName));
    }

    /** Puts the entry in, in place of one of that name, and makes it the current context. */
    public void merge(KubeconfigEntry entry) {
        change(config -> {
            config.put("apiVersion", "v1");
            config.put("kind", "Config");
            ObjectNode cluster = JsonNodeFactory.instance.objectNode();
            cluster.put("certificate-authority-data", base64(entry.certificateAuthority()));
            cluster.put("server", entry.server());
            put(config, "clusters", entry.name(), "cluster", cluster);
            ObjectNode user = JsonNodeFactory.instance.objectNode();
            user.put("client-certificate-data", base64(entry.clientCertificate()));
            user.put("client-key-data", base64(entry.clientKey()));
            put(config, "users", entry.name(), "user", user);
            ObjectNode context = JsonNodeFactory.instance.objectNode();
            context.put("cluster", entry.name());
            context.put("user", entry.name());
            put(config, "contexts", entry.name(), "context", context);
            config.put("current-context", entry.name());
            return true;
        });
    }

    /** Takes the entries of that name out; a file that has none stays untouched. */
    public void remove(String name) {
        if (!Files.exists(file)) {
            return;
        }
        change(config -> {
            boolean changed = false;
            for (String section : SECTIONS) {
                if (config.path(section) instanceof ArrayNode list) {
                    int before = list.size();
                    list.removeIf(e -> isNamed(e, name));
                    changed |= list.size() < before;
                }
            }
            if (config.path("current-context").asText().equals(name)) {
                config.put("current-context", "");
                changed = true;
            }
            return changed;
        });
    }

    private void change(Predicate<ObjectNode> edit) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Path lock = target.resolveSibling(target.getFileName() + ".lock");
            take(lock);
            try {
                ObjectNode config = read();
                if (edit.test(config)) {
                    write(target, config);
                }
            } finally {
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            throw new CommandException("cannot write the kubeconfig " + file + ": " + e.getMessage(), e);
        }
    }

    private static void take(Path lock) throws IOException {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        while (true) {
            try {
                Files.createFile(lock);
                return;
            } catch (FileAlreadyExistsException e) {
                if (System.nanoTime() > deadline) {
                    throw new CommandException(
                            "the kubeconfig is locked by another program; if none runs, remove " + lock, e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private ObjectNode read() {
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                return JsonNodeFactory.instance.objectNode();
            }
            JsonNode tree = Yaml.parse(Files.readAllBytes(file));
            if (tree instanceof ObjectNode config) {
                return config;
            }
            if (tree.isNull() || tree.isMissingNode()) {
                return JsonNodeFactory.instance.objectNode();
            }
            throw new CommandException("the kubeconfig " + file + " is not a mapping; it was left as it is");
        } catch (IOException e) {
            throw new CommandException("cannot read the kubeconfig " + file + ": " + e.getMessage(), e);
        } catch (JsonSyntaxException e) {
            throw new CommandException("the kubeconfig " + file + " is not YAML; it was left as it is", e);
        }
    }

    private static void write(Path target, ObjectNode config) throws IOException {
        Path temporary = target.resolveSibling(
                target.getFileName() + ".navarch-" + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, Yaml.inOrder(config));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(ObjectNode config, String section, String name, String key, ObjectNode value) {
        ArrayNode list = config.path(section) instanceof ArrayNode present ? present : config.putArray(section);
        @Nullable ObjectNode entry = null;
        for (JsonNode candidate : list) {
            if (isNamed(candidate, name) && candidate instanceof ObjectNode found) {
                entry = found;
            }
        }
        if (entry == null) {
            entry = list.addObject();
        }
        entry.set(key, value);
        entry.put("name", name);
    }

    private static boolean isNamed(JsonNode entry, String name) {
        return entry.path("name").asText().equals(name);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
