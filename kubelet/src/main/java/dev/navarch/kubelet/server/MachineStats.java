package dev.navarch.kubelet.server;

import dev.navarch.kubelet.node.Machine;
import dev.navarch.kubelet.runtime.ContainerStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The machine's own counters. */
final class MachineStats {
    /** The kernel counts CPU time in hundredths of a second, whatever its clock. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private MachineStats() {}

    static Optional<ContainerStats> read() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
            String[] cpu = lines.getFirst().strip().split(" +", -1);
            long busy = LongStream.of(1, 2, 3, 6, 7, 8)
                    .map(i -> i < cpu.length ? Long.parseLong(cpu[(int) i]) : 0)
                    .sum();
            long total = Machine.memoryBytes();
            long used = total - Machine.availableMemoryBytes().orElse(total);
            return Optional.of(new ContainerStats(
                    Instant.now(), busy * NANOS_PER_TICK, used, used, used, total, 0, 0, 0, 0, 0, 0, 0));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
