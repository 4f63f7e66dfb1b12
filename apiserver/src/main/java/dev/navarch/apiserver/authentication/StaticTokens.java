package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.request.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tokens that never change, as the CSV file of {@code --token-auth-file} lists them: token, user, uid, groups. */
public final class StaticTokens implements TokenAuthenticator {

    private final Map<String, UserInfo> users;

    public StaticTokens(Map<String, UserInfo> users) {
        this.users = Map.copyOf(users);
    }

    public static StaticTokens read(Path file) throws IOException {
        var users = new HashMap<String, UserInfo>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank()) {
                continue;
            }
            List<String> fields = splitCsv(line);
            if (fields.size() < 3) {
                throw new IOException("token file '" + file
                        + "' must have at least 3 columns (token, user name, user uid), found " + fields.size());
            }
            if (fields.get(0).isEmpty()) {
                continue;
            }
            List<String> groups =
                    fields.size() < 4 ? List.of() : List.of(fields.get(3).split(",", -1));
            users.put(fields.get(0), new UserInfo(fields.get(1), fields.get(2), groups, Map.of()));
        }
        return new StaticTokens(users);
    }

    @Override
    public Optional<Verified> authenticate(String token, List<String> audiences, Consumer<String> warnings) {
        return Optional.ofNullable(users.get(token)).map(user -> new Verified(user, audiences));
    }

    private static List<String> splitCsv(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
