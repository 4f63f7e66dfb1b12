package dev.navarch.kubelet.runtime.docker;

import dev.navarch.kubelet.runtime.ContainerStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counters of the cgroup that a process runs in, read from the files of either cgroup version: far cheaper than Docker's
 * own stats call, which starts a collector a container.
 */
final class CgroupStats {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final long UNLIMITED = 1L << 60;

    private CgroupStats() {}

    static Optional<ContainerStats> of(long pid) {
        try {
            Map<String, String> paths = paths(pid);
            String unified = paths.get("");
            return Optional.of(
                    unified != null && Files.exists(ROOT.resolve("cgroup.controllers"))
                            ? version2(pid, directory(unified))
                            : version1(pid, paths));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Controller to path; the empty controller is version 2's. */
    private static Map<String, String> paths(long pid) throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",", -1)) {
                paths.put(controller, fields[2]);
            }
        }
        return paths;
    }

    private static Path directory(String path) {
        return ROOT.resolve(path.substring(1));
    }

    private static ContainerStats version1(long pid, Map<String, String> paths) throws IOException {
        Path memory =
                ROOT.resolve("memory").resolve(paths.getOrDefault("memory", "/").substring(1));
        Path cpu = ROOT.resolve("cpuacct")
                .resolve(paths.getOrDefault("cpuacct", "/").substring(1));
        Path pids = ROOT.resolve("pids").resolve(paths.getOrDefault("pids", "/").substring(1));
        Map<String, Long> stat = table(memory.resolve("memory.stat"));
        long usage = number(memory.resolve("memory.usage_in_bytes"), 0);
        return stats(
                pid,
                number(cpu.resolve("cpuacct.usage"), 0),
                usage,
                stat.getOrDefault("total_inactive_file", 0L),
                stat.getOrDefault("total_rss", 0L),
                number(memory.resolve("memory.limit_in_bytes"), 0),
                stat.getOrDefault("total_pgfault", 0L),
                stat.getOrDefault("total_pgmajfault", 0L),
                number(pids.resolve("pids.current"), 0));
    }

    private static ContainerStats version2(long pid, Path cgroup) throws IOException {
        Map<String, Long> stat = table(cgroup.resolve("memory.stat"));
        return stats(
                pid,
                table(cgroup.resolve("cpu.stat")).getOrDefault("usage_usec", 0L) * 1000,
                number(cgroup.resolve("memory.current"), 0),
                stat.getOrDefault("inactive_file", 0L),
                stat.getOrDefault("anon", 0L),
                number(cgroup.resolve("memory.max"), 0),
                stat.getOrDefault("pgfault", 0L),
                stat.getOrDefault("pgmajfault", 0L),
                number(cgroup.resolve("pids.current"), 0));
    }

    private static ContainerStats stats(
            long pid,
            long cpu,
            long usage,
            long inactiveFile,
            long rss,
            long limit,
            long faults,
            long majorFaults,
            long processes)
            throws IOException {
        long[] net = network(pid);
        return new ContainerStats(
                Instant.now(),
                cpu,
                usage,
                Math.max(0, usage - inactiveFile),
                rss,
                limit > UNLIMITED ? 0 : limit,
                faults,
                majorFaults,
                net[0],
                net[1],
                net[2],
                net[3],
                processes);
    }

    /** Bytes and errors received, bytes and errors sent, of all interfaces but the loopback. */
    private static long[] network(long pid) throws IOException {
        long[] sums = new long[4];
        List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "net/dev"));
        for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
            int colon = line.indexOf(':');
            String[] columns = line.substring(colon + 1).strip().split("\\s+", -1);
            if (colon > 0
                    && columns.length > 10
                    && !line.substring(0, colon).strip().equals("lo")) {
                sums[0] += Long.parseLong(columns[0]);
                sums[1] += Long.parseLong(columns[2]);
                sums[2] += Long.parseLong(columns[8]);
                sums[3] += Long.parseLong(columns[10]);
            }
        }
        return sums;
    }

    private static Map<String, Long> table(Path file) throws IOException {
        Map<String, Long> table = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                table.put(
                        line.substring(0, blank),
                        Long.parseUnsignedLong(line.substring(blank + 1).strip()));
            }
        }
        return table;
    }

    private static long number(Path file, long whenMax) throws IOException {
        String text = Files.readString(file).strip();
        return text.equals("max") ? whenMax : Long.parseUnsignedLong(text);
    }
}
