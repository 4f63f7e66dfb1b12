package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code navarch logs}: what a cluster's process logged. */
@Command(name = "logs", description = "Print the log of a cluster's process.")
public final class LogsCommand implements Callable<Integer> {

    private static final int CHUNK = 1 << 16;

    @Mixin
    private NamedCluster cluster = new NamedCluster();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing as the log grows.")
    private boolean follow;

    @Option(names = "--tail", defaultValue = "-1", description = "Only the last lines, so many (default: all).")
    private int tail = -1;

    @Override
    public Integer call() throws InterruptedException {
        cluster.settings();
        Path log = cluster.directory().log();
        if (!Files.exists(log)) {
            throw new CommandException("there is no log yet: " + log);
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(tail < 0 ? 0 : startOfTail(file));
            copy(file);
            while (follow) {
                Thread.sleep(200);
                if (file.length() < file.getFilePointer()) {
                    file.seek(0);
                }
                copy(file);
            }
        } catch (IOException e) {
            throw new CommandException("cannot read " + log + ": " + e.getMessage(), e);
        }
        return 0;
    }

    private long startOfTail(RandomAccessFile file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int newlines = 0;
        long end = file.length();
        while (end > 0) {
            int size = (int) Math.min(CHUNK, end);
            file.seek(end - size);
            file.readFully(chunk, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                boolean last = end - size + i == file.length() - 1;
                if (chunk[i] == '\n' && !last && ++newlines == tail) {
                    return end - size + i + 1;
                }
            }
            end -= size;
        }
        return tail == 0 ? file.length() : 0;
    }

    private static void copy(RandomAccessFile file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = file.read(chunk); n > 0; n = file.read(chunk)) {
            System.out.write(chunk, 0, n);
        }
        System.out.flush();
    }
}
