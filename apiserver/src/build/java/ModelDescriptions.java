import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Run by the build as a single source file: {@code <directory with source jars of the Fabric8 models> <file to write>}.
 * Gathers what the models say of each Kubernetes type and field, for the OpenAPI documents. A line that begins with
 * {@code #} names a class, without the models' package, and gives its text; the lines after it name its fields and give
 * theirs. Does nothing when the file is there.
 */
final class ModelDescriptions {

    private static final String PACKAGE = "io/fabric8/kubernetes/api/model/";
    private static final Pattern CLASS_TEXT = Pattern.compile("\\n/\\*\\*\\n(( \\*[^\\n]*\\n)+?) \\*/\\n@");
    private static final Pattern FIELD_TEXT = Pattern.compile(
            "/\\*\\*\\n((?:     \\*[^\\n]*\\n)+?)     \\*/\\n    @JsonProperty\\(\"([^\"]+)\"\\)\\n(?:    @[^\\n]*\\n)*    public \\S+(?:<[^\\n]*>)? (?:get|is)");
    private static final Pattern START_OF_LINE = Pattern.compile("(?m)^ *\\* ?");

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        if (Files.exists(target)) {
            return;
        }
        Map<String, List<String>> types = new TreeMap<>();
        try (var jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                read(jar, types);
            }
        }
        Files.createDirectories(target.getParent());
        List<String> lines = new ArrayList<>();
        types.values().forEach(lines::addAll);
        Files.write(target, lines);
    }

    private static void read(Path jar, Map<String, List<String>> types) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream().filter(ModelDescriptions::isModel).forEach(entry -> {
                String name = entry.getName().substring(PACKAGE.length()).replace(".java", "");
                try {
                    String source = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    types.put(name, type(name, source));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static boolean isModel(ZipEntry entry) {
        String name = entry.getName();
        return name.startsWith(PACKAGE)
                && name.endsWith(".java")
                && !name.endsWith("Builder.java")
                && !name.endsWith("Fluent.java");
    }

    private static List<String> type(String name, String source) {
        List<String> lines = new ArrayList<>();
        Matcher type = CLASS_TEXT.matcher(source);
        String own = type.find() ? text(type.group(1)) : "";
        lines.add("#" + name + "\t" + own);
        Map<String, String> fields = new TreeMap<>();
        Matcher field = FIELD_TEXT.matcher(source);
        while (field.find()) {
            String text = text(field.group(1));
            // The models repeat the type's text where a field refers to another type: nothing is better than that.
            if (!text.equals(own)) {
                fields.put(field.group(2), text);
            }
        }
        fields.forEach((member, text) -> lines.add(member + "\t" + text));
        return lines;
    }

    /** On one line; newlines, for which the models have a tag, as {@code \n}. */
    private static String text(String comment) {
        return START_OF_LINE
                .matcher(comment)
                .replaceAll("")
                .strip()
                .replace("\\", "\\\\")
                .replace("<br><p> ", "\\n")
                .replace("<br><p>", "\\n")
                .replace("\n", "\\n")
                .replace("&#42;", "*");
    }
}
