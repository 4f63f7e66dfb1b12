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
import dev.navarch.cli.component.KubeletCommand;
import dev.navarch.cli.component.ProxyCommand;
import dev.navarch.cli.component.SchedulerCommand;
import java.util.concurrent.Callable;
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
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new UpCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new StopCommand())
                .addSubcommand(new DeleteCommand())
                .addSubcommand(new ListCommand())
                .addSubcommand(new LogsCommand())
                .addSubcommand(new ApiServerCommand())
                .addSubcommand(new ControllerManagerCommand())
                .addSubcommand(new SchedulerCommand())
                .addSubcommand(new KubeletCommand())
                .addSubcommand(new ProxyCommand())
                .addSubcommand(new CertsCommand())
                .addSubcommand(ServeCommand.create())
                .addSubcommand(new TrainCommand());
        line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain)
                .execute(args);
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
