package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The image of the process that holds a pod's namespaces: one static program of a hundred bytes of machine code, written
 * here so that nothing must be pulled or compiled. It blocks SIGCHLD, SIGINT and SIGTERM and waits for them in turn: it
 * reaps what dies (it is process 1 of pods that share their process namespace) and exits on the other two.
 */
final class PauseImage {
    static final String NAME = "navarch/pause:1";

    /**
     * <pre>
     *       rt_sigprocmask(SIG_BLOCK, {CHLD, INT, TERM})
     * wait: s = rt_sigtimedwait({CHLD, INT, TERM}); if s is INT or TERM: exit(0); if s is not CHLD: goto wait
     * reap: if wait4(-1, WNOHANG) > 0: goto reap else goto wait
     * </pre>
     */
    private static final String X86_64 = "4883ec1048c7042402400100b80e00000031ff4889e631d241ba080000000f05"
            + "b8800000004889e731f631d241ba080000000f0583f811740c83f802742583f80f7420ebdb"
            + "b83d00000048c7c7ffffffff31f6ba010000004531d20f0585c07fe4ebbdb83c00000031ff0f05";

    private static final String AARCH64 =
            "ff4300d1490088d22900a0f2e90300f9e81080d2000080d2e1030091020080d2030180d2010000d4"
                    + "281180d2e0030091010080d2020080d2030180d2010000d41f440071c00000541f080071a00100541f3c007160010054f4ffff17"
                    + "882080d200008092010080d2220080d2030080d2010000d41f0000712cffff54ebffff17a80b80d2000080d2010000d4";

    private static final int LOAD_ADDRESS = 0x400000;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;

    private final DockerClient docker;
    private final ReentrantLock lock = new ReentrantLock();

    PauseImage(DockerClient docker) {
        this.docker = docker;
    }

    /** Makes sure that the image is there (somebody may have pruned it). */
    void ensure() {
        lock.lock();
        try {
            if (!present()) {
                docker.loadImageCmd(new ByteArrayInputStream(archive(architecture())))
                        .exec();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean present() {
        try {
            docker.inspectImageCmd(NAME).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private String architecture() {
        return String.valueOf(docker.infoCmd().exec().getArchitecture()).toLowerCase(Locale.ROOT);
    }

    static byte[] elf(String architecture) {
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        byte[] code = HexFormat.of().parseHex(arm ? AARCH64 : X86_64);
        int size = ELF_HEADER + PROGRAM_HEADER + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) (arm ? 183 : 62)).putInt(1);
        file.putLong(LOAD_ADDRESS + ELF_HEADER + PROGRAM_HEADER)
                .putLong(ELF_HEADER)
                .putLong(0);
        file.putInt(0)
                .putShort((short) ELF_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) 1);
        file.position(ELF_HEADER);
        file.putInt(1).putInt(5).putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
        file.putLong(size).putLong(size).putLong(0x10000);
        file.put(code);
        return file.array();
    }

    /** What {@code docker save} would write: a manifest, a config, and one layer with one file. */
    static byte[] archive(String architecture) {
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        byte[] layer = tar(Map.of("pause", elf(architecture)));
        byte[] config = ("{\"architecture\":\"" + (arm ? "arm64" : "amd64") + "\",\"os\":\"linux\","
                        + "\"created\":\"2026-01-01T00:00:00Z\",\"config\":{\"Entrypoint\":[\"/pause\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + sha256(layer) + "\"]}}")
                .getBytes(StandardCharsets.UTF_8);
        String configName = sha256(config) + ".json";
        byte[] manifest = ("[{\"Config\":\"" + configName + "\",\"RepoTags\":[\"" + NAME
                        + "\"],\"Layers\":[\"layer.tar\"]}]")
                .getBytes(StandardCharsets.UTF_8);
        return tar(Map.of("manifest.json", manifest, configName, config, "layer.tar", layer));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TreeMap<>(files).forEach((name, content) -> {
            byte[] header = new byte[512];
            put(header, 0, name);
            put(header, 100, "0000755");
            put(header, 108, "0000000");
            put(header, 116, "0000000");
            put(header, 124, String.format(Locale.ROOT, "%011o", content.length));
            put(header, 136, "00000000000");
            Arrays.fill(header, 148, 156, (byte) ' ');
            header[156] = '0';
            put(header, 257, "ustar");
            put(header, 263, "00");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
            out.writeBytes(header);
            out.writeBytes(content);
            out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        });
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
