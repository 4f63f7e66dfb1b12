package dev.navarch.cli;

import dev.navarch.cli.cluster.DeleteCommand;
import dev.navarch.cli.cluster.ListCommand;
import dev.navarch.cli.cluster.LogsCommand;
import dev.navarch.cli.cluster.ServeCommand;
import dev.navarch.cli.cluster.StatusCommand;
import dev.navarch.cli.cluster.StopCommand;
import dev.navarch.cli.cluster.TrainCommand;
import dev.navarch.cli.cluster.UpCommand;
import dev.navarch.cli.component.ApiServerCommand;
import dev.navarch.cli.component.CertsCommand;
import dev.navarch.cli.component.ControllerManagerCommand;
import dev.navarch.cli.component.EtcdStandInCommand;
import dev.navarch.cli.component.KubeletCommand;
import dev.navarch.cli.component.ProxyCommand;
import dev.navarch.cli.component.SchedulerCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the {@code navarch} command. */
@Command(
        name = "navarch",
        description = "Kubernetes on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        var line = new CommandLine(new Main());
        commandsFor(args).forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain)
                .execute(args);
    }

    /** The one that is named, since a model of all their options takes a noticeable time to build; all for an overview. */
    private static Map<String, Supplier<Object>> commandsFor(String... args) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("up", UpCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("delete", DeleteCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("apiserver", ApiServerCommand::new);
        commands.put("controller-manager", ControllerManagerCommand::new);
        commands.put("scheduler", SchedulerCommand::new);
        commands.put("kubelet", KubeletCommand::new);
        commands.put("proxy", ProxyCommand::new);
        commands.put("certs", CertsCommand::new);
        commands.put("etcd-stand-in", EtcdStandInCommand::new);
        commands.put("serve", ServeCommand::create);
        commands.put("train", TrainCommand::new);
        Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
        return named == null ? commands : Map.of(args[0], named);
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandException expected) {
            line.getErr().println("navarch: " + expected.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return 0;
    }

    /** The version of this build. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"navarch " + (version == null ? "(development)" : version) + ", Kubernetes 1.36"};
        }
    }
}
