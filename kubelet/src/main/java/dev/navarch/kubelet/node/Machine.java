package dev.navarch.kubelet.node;

import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What this machine is and has. */
public final class Machine {
    private Machine() {}

    public static Map<String, Quantity> capacity(Path rootDir, int maxPods) {
        Map<String, Quantity> capacity = new LinkedHashMap<>();
        capacity.put("cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())));
        capacity.put("ephemeral-storage", kibibytes(diskBytes(rootDir)));
        capacity.put("hugepages-1Gi", new Quantity("0"));
        capacity.put("hugepages-2Mi", new Quantity("0"));
        capacity.put("memory", kibibytes(memoryBytes()));
        capacity.put("pods", new Quantity(Integer.toString(maxPods)));
        return capacity;
    }

    static Quantity kibibytes(long bytes) {
        return new Quantity(bytes / 1024 + "Ki");
    }

    /** Capacity less what is kept for the system; storage as upstream: less the tenth at which eviction begins. */
    public static Map<String, Quantity> allocatable(
            Map<String, Quantity> capacity, Map<String, String> reserved, long evictionMemory) {
        Map<String, Quantity> allocatable = new LinkedHashMap<>();
        capacity.forEach((name, quantity) -> {
            BigDecimal amount = quantity.getNumericalAmount();
            if (reserved.containsKey(name)) {
                amount = amount.subtract(new Quantity(reserved.get(name)).getNumericalAmount());
            }
            switch (name) {
                case "memory" -> {
                    BigDecimal left =
                            amount.subtract(BigDecimal.valueOf(evictionMemory)).max(BigDecimal.ZERO);
                    allocatable.put(name, kibibytes(left.longValue()));
                }
                case "ephemeral-storage" ->
                    allocatable.put(name, new Quantity(Long.toString((long) (amount.doubleValue() * 0.9))));
                case "cpu" -> {
                    long millis = amount.multiply(BigDecimal.valueOf(1000)).longValue();
                    allocatable.put(
                            name, new Quantity(millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m"));
                }
                default -> allocatable.put(name, quantity);
            }
        });
        return allocatable;
    }

    public static long memoryBytes() {
        return memoryInfo("MemTotal").orElse(0L);
    }

    /** What could be had without swapping. */
    public static Optional<Long> availableMemoryBytes() {
        return memoryInfo("MemAvailable");
    }

    private static Optional<Long> memoryInfo(String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith(field + ":")) {
                    return Optional.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static long diskBytes(Path rootDir) {
        try {
            return Files.getFileStore(rootDir).getTotalSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The address of the default route, else the first that is not the loopback's. */
    public static String address() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            InetAddress local = socket.getLocalAddress();
            if (!local.isAnyLocalAddress() && !local.isLoopbackAddress()) {
                return local.getHostAddress();
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // No default route: look at the interfaces.
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            return "127.0.0.1";
        }
    }

    /** As Go names it. */
    public static String architecture() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
    }

    static String kernel() {
        return read("/proc/sys/kernel/osrelease");
    }

    static String bootId() {
        return read("/proc/sys/kernel/random/boot_id");
    }

    static String machineId() {
        return read("/etc/machine-id");
    }

    static String systemUuid() {
        String uuid = read("/sys/class/dmi/id/product_uuid");
        return uuid.isEmpty() ? machineId() : uuid;
    }

    static String osImage() {
        for (String line : read("/etc/os-release").split("\n", -1)) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return System.getProperty("os.name", "");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
