package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference of two values as upstream shows it in errors: a unified diff, with three lines of context, of their
 * indented JSON.
 */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** The difference; empty when there is none. */
    public static String of(JsonNode from, JsonNode to) {
        return of(IndentedJson.lines(from), IndentedJson.lines(to));
    }

    static String of(List<String> from, List<String> to) {
        StringBuilder out = new StringBuilder();
        for (List<Edit> hunk : hunks(LineMatcher.edits(from, to))) {
            Edit first = hunk.getFirst();
            Edit last = hunk.getLast();
            out.append("@@ -").append(range(first.fromStart(), last.fromEnd()));
            out.append(" +").append(range(first.toStart(), last.toEnd())).append(" @@\n");
            for (Edit edit : hunk) {
                if (edit.keeps()) {
                    append(out, ' ', from.subList(edit.fromStart(), edit.fromEnd()));
                } else {
                    append(out, '-', from.subList(edit.fromStart(), edit.fromEnd()));
                    append(out, '+', to.subList(edit.toStart(), edit.toEnd()));
                }
            }
        }
        return out.toString();
    }

    /** Lines that stay, or lines that are replaced by others; ends are exclusive. */
    record Edit(boolean keeps, int fromStart, int fromEnd, int toStart, int toEnd) {}

    private static void append(StringBuilder out, char mark, List<String> lines) {
        lines.forEach(line -> out.append(mark).append(line).append('\n'));
    }

    private static String range(int start, int end) {
        int length = end - start;
        if (length == 1) {
            return String.valueOf(start + 1);
        }
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private static List<List<Edit>> hunks(List<Edit> edits) {
        List<List<Edit>> hunks = new ArrayList<>();
        if (edits.stream().allMatch(Edit::keeps)) {
            return hunks;
        }
        List<Edit> hunk = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            boolean isFirst = i == 0;
            boolean isLast = i == edits.size() - 1;
            if (!edit.keeps()) {
                hunk.add(edit);
            } else if (isFirst) {
                hunk.add(tail(edit));
            } else if (isLast) {
                hunk.add(head(edit));
            } else if (edit.fromEnd() - edit.fromStart() > 2 * CONTEXT) {
                hunk.add(head(edit));
                hunks.add(hunk);
                hunk = new ArrayList<>(List.of(tail(edit)));
            } else {
                hunk.add(edit);
            }
        }
        hunks.add(hunk);
        return hunks;
    }

    private static Edit head(Edit edit) {
        int length = Math.min(CONTEXT, edit.fromEnd() - edit.fromStart());
        return new Edit(true, edit.fromStart(), edit.fromStart() + length, edit.toStart(), edit.toStart() + length);
    }

    private static Edit tail(Edit edit) {
        int length = Math.min(CONTEXT, edit.fromEnd() - edit.fromStart());
        return new Edit(true, edit.fromEnd() - length, edit.fromEnd(), edit.toEnd() - length, edit.toEnd());
    }

    static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
