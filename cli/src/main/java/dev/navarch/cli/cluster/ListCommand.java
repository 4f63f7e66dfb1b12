package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code navarch list}: the clusters of this user. */
@Command(name = "list", description = "List the clusters of this user.")
public final class ListCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        List<ClusterDirectory> all = ClusterDirectory.all();
        if (all.isEmpty()) {
            System.out.println("no clusters (navarch up makes one)");
            return 0;
        }
        System.out.printf("%-20s %-9s %-26s %s%n", "NAME", "STATE", "SERVER", "DATA");
        int exit = 0;
        for (ClusterDirectory directory : all) {
            try {
                ClusterSettings settings = directory.settings().orElseThrow();
                System.out.printf(
                        "%-20s %-9s %-26s %s%n",
                        settings.name(),
                        directory.isRunning() ? "running" : "stopped",
                        settings.serverUrl(),
                        directory.path());
            } catch (CommandException e) {
                System.out.printf(
                        "%-20s %-9s %-26s %s%n", directory.path().getFileName(), "damaged", "", directory.path());
                exit = 1;
            }
        }
        return exit;
    }
}
