package dev.navarch.apiserver.kind.fields;

import dev.navarch.apiserver.kind.fields.UnifiedDiff.Edit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what two lists of lines have in common by the algorithm of Ratcliff and Obershelp, in the form of Python's difflib:
 * the longest common run first, then left and right of it. In long lists lines that come very often start no run.
 */
final class LineMatcher {

    private static final int LONG = 200;

    private record Match(int from, int to, int length) {}

    private final List<String> from;
    private final List<String> to;
    private final Map<String, List<Integer>> places;
    private final List<Match> matches = new ArrayList<>();

    private LineMatcher(List<String> from, List<String> to) {
        this.from = from;
        this.to = to;
        this.places = places(to);
    }

    static List<Edit> edits(List<String> from, List<String> to) {
        LineMatcher matcher = new LineMatcher(from, to);
        matcher.match(0, from.size(), 0, to.size());
        return matcher.edits();
    }

    private static Map<String, List<Integer>> places(List<String> lines) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            places.computeIfAbsent(lines.get(i), line -> new ArrayList<>()).add(i);
        }
        if (lines.size() >= LONG) {
            places.values().removeIf(all -> all.size() > lines.size() / 100 + 1);
        }
        return places;
    }

    private void match(int fromStart, int fromEnd, int toStart, int toEnd) {
        Match longest = longest(fromStart, fromEnd, toStart, toEnd);
        if (longest.length() == 0) {
            return;
        }
        match(fromStart, longest.from(), toStart, longest.to());
        matches.add(longest);
        match(longest.from() + longest.length(), fromEnd, longest.to() + longest.length(), toEnd);
    }

    private Match longest(int fromStart, int fromEnd, int toStart, int toEnd) {
        Match best = new Match(fromStart, toStart, 0);
        Map<Integer, Integer> runs = Map.of();
        for (int i = fromStart; i < fromEnd; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(from.get(i), List.of())) {
                if (j < toStart || j >= toEnd) {
                    continue;
                }
                int length = runs.getOrDefault(j - 1, 0) + 1;
                next.put(j, length);
                if (length > best.length()) {
                    best = new Match(i - length + 1, j - length + 1, length);
                }
            }
            runs = next;
        }
        return extended(best, fromStart, fromEnd, toStart, toEnd);
    }

    /** Takes in what is equal around the run, frequent lines included. */
    private Match extended(Match match, int fromStart, int fromEnd, int toStart, int toEnd) {
        int i = match.from();
        int j = match.to();
        int length = match.length();
        while (i > fromStart && j > toStart && from.get(i - 1).equals(to.get(j - 1))) {
            i--;
            j--;
            length++;
        }
        while (i + length < fromEnd
                && j + length < toEnd
                && from.get(i + length).equals(to.get(j + length))) {
            length++;
        }
        return new Match(i, j, length);
    }

    private List<Edit> edits() {
        List<Edit> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (Match match : joined()) {
            if (i < match.from() || j < match.to()) {
                edits.add(new Edit(false, i, match.from(), j, match.to()));
            }
            i = match.from() + match.length();
            j = match.to() + match.length();
            if (match.length() > 0) {
                edits.add(new Edit(true, match.from(), i, match.to(), j));
            }
        }
        return edits;
    }

    private List<Match> joined() {
        List<Match> joined = new ArrayList<>();
        for (Match match : matches) {
            Match last = joined.isEmpty() ? new Match(-1, -1, 0) : joined.getLast();
            if (last.from() + last.length() == match.from() && last.to() + last.length() == match.to()) {
                joined.removeLast();
                joined.add(new Match(last.from(), last.to(), last.length() + match.length()));
            } else {
                joined.add(match);
            }
        }
        joined.add(new Match(from.size(), to.size(), 0));
        return joined;
    }
}
