package dev.navarch.kubelet.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Calls of the C library. A failure is an IOException that says which call, not why: errno is not kept. */
public final class Syscalls {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int MNT_DETACH = 2;

    private Syscalls() {}

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    @FunctionalInterface
    private interface Native {
        int call() throws Throwable;
    }

    private static int run(String what, Native call) throws IOException {
        int result;
        try {
            result = call.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(what, e);
        }
        if (result < 0) {
            throw new IOException(what + " failed");
        }
        return result;
    }

    /** Moves the calling platform thread into the network namespace of that file; it must not do anything else later. */
    public static void enterNetworkNamespace(Path file) throws IOException {
        MethodHandle open = function(
                "open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT), Linker.Option.firstVariadicArg(2));
        MethodHandle setns = function("setns", FunctionDescriptor.of(INT, INT, INT));
        MethodHandle close = function("close", FunctionDescriptor.of(INT, INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int fd = run("open " + file, () -> (int) open.invokeExact(name, O_RDONLY_CLOEXEC));
            try {
                run("setns " + file, () -> (int) setns.invokeExact(fd, CLONE_NEWNET));
            } finally {
                run("close " + file, () -> (int) close.invokeExact(fd));
            }
        }
    }

    /**
     * Puts an empty file system in memory over a directory.
     *
     * @param options such as {@code size=1048576}, or empty
     */
    public static void mountTmpfs(Path directory, String options) throws IOException {
        MethodHandle mount = function(
                "mount",
                FunctionDescriptor.of(
                        INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocateFrom("tmpfs");
            MemorySegment target = arena.allocateFrom(directory.toString());
            MemorySegment data = arena.allocateFrom(options);
            run("mount tmpfs " + directory, () -> (int) mount.invokeExact(type, target, type, 0L, data));
        }
    }

    /** Also while something in it is open: it goes when that is closed. */
    public static void unmount(Path directory) throws IOException {
        MethodHandle umount = function("umount2", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocateFrom(directory.toString());
            run("umount " + directory, () -> (int) umount.invokeExact(target, MNT_DETACH));
        }
    }
}
