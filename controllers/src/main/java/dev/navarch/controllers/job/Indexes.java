package dev.navarch.controllers.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A set of completion indexes as ordered intervals, in text as {@code 1,3-5,7}. */
record Indexes(List<Interval> intervals) {

    static final Indexes NONE = new Indexes(List.of());

    /** All indexes from the first to the last. */
    record Interval(int first, int last) {}

    Indexes {
        intervals = List.copyOf(intervals);
    }

    /** What the text says about indexes below {@code completions}; what cannot be read is left out. */
    static Indexes parse(@Nullable String text, int completions) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        List<Interval> read = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] limits = part.split("-", -1);
            try {
                int first = Integer.parseInt(limits[0]);
                if (first >= completions) {
                    break;
                }
                int last = limits.length > 1 ? Integer.parseInt(limits[1]) : first;
                read.add(new Interval(first, Math.min(last, completions - 1)));
            } catch (NumberFormatException e) {
                // A damaged interval counts for nothing; the others still do.
            }
        }
        return NONE.union(new Indexes(read));
    }

    static Indexes of(Collection<Integer> indexes) {
        return NONE.union(new Indexes(
                new TreeSet<>(indexes).stream().map(i -> new Interval(i, i)).toList()));
    }

    Indexes with(Collection<Integer> indexes) {
        return indexes.isEmpty() ? this : union(of(indexes));
    }

    /** All indexes of both; neighbouring intervals become one. */
    Indexes union(Indexes other) {
        List<Interval> merged = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < intervals.size() || j < other.intervals.size()) {
            boolean mine = j == other.intervals.size()
                    || (i < intervals.size()
                            && intervals.get(i).first() < other.intervals.get(j).first());
            append(merged, mine ? intervals.get(i++) : other.intervals.get(j++));
        }
        return new Indexes(merged);
    }

    private static void append(List<Interval> merged, Interval next) {
        if (merged.isEmpty() || next.first() > merged.getLast().last() + 1) {
            merged.add(next);
        } else if (merged.getLast().last() < next.last()) {
            merged.set(merged.size() - 1, new Interval(merged.getLast().first(), next.last()));
        }
    }

    int total() {
        return intervals.stream().mapToInt(i -> i.last() - i.first() + 1).sum();
    }

    boolean has(int index) {
        return intervals.stream().anyMatch(i -> i.first() <= index && index <= i.last());
    }

    int sharedWith(Indexes other) {
        int shared = 0;
        for (Interval mine : intervals) {
            for (Interval theirs : other.intervals) {
                shared +=
                        Math.max(0, Math.min(mine.last(), theirs.last()) - Math.max(mine.first(), theirs.first()) + 1);
            }
        }
        return shared;
    }

    /** The lowest so many indexes below {@code completions} that are not in this set. */
    List<Integer> firstMissing(int count, int completions) {
        List<Integer> missing = new ArrayList<>();
        int candidate = 0;
        for (Interval interval : intervals) {
            for (; candidate < Math.min(completions, interval.first()) && missing.size() < count; candidate++) {
                missing.add(candidate);
            }
            candidate = Math.max(candidate, interval.last() + 1);
        }
        for (; candidate < completions && missing.size() < count; candidate++) {
            missing.add(candidate);
        }
        return missing;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (Interval interval : intervals) {
            int first = interval.first();
            int last = interval.last();
            parts.add(first == last ? "" + first : first + (last == first + 1 ? "," : "-") + last);
        }
        return String.join(",", parts);
    }
}
