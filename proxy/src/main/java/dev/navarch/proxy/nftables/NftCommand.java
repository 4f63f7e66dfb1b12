package dev.navarch.proxy.nftables;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code nft} and its neighbours; every run ends within {@value #TIMEOUT_SECONDS} s. */
final class NftCommand {

    private static final int TIMEOUT_SECONDS = 30;
    private static final int LONGEST_COMPLAINT = 2000;

    private final Path nft;

    private NftCommand(Path nft) {
        this.nft = nft;
    }

    /** The {@code nft} of this machine, where there is one. */
    static Optional<NftCommand> find() {
        return find("nft").map(NftCommand::new);
    }

    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin"
                + File.pathSeparator + "/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .filter(d -> !d.isEmpty())
                .map(d -> Path.of(d, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Applies the commands as one transaction; throws with nft's words when they are refused. */
    void apply(String commands) throws IOException {
        run(commands, List.of(nft.toString(), "-f", "-"));
    }

    /** Whether nftables can be used: the kernel answers and we may ask. */
    boolean works() {
        try {
            run("", List.of(nft.toString(), "list", "tables"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void run(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder output = new StringBuilder();
        Thread reader = Thread.ofVirtual().name("nft-output").start(() -> read(process, output));
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " did not end within " + TIMEOUT_SECONDS + " s");
            }
            reader.join(1000);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            synchronized (output) {
                throw new IOException(
                        command.getFirst() + ": " + output.toString().strip());
            }
        }
    }

    private static void read(Process process, StringBuilder output) {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (output) {
                    if (output.length() < LONGEST_COMPLAINT) {
                        output.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            synchronized (output) {
                output.append(" (").append(e.getMessage()).append(')');
            }
        }
    }
}
