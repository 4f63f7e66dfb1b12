package dev.navarch.apiserver.kind.batch;

import dev.navarch.api.meta.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets of indexes of an indexed job, written as {@code 1,3-5,7}. */
final class IndexIntervals {

    private static final int TOTAL_PARTS = 2;

    /** From the one to the other, both included. */
    private record Interval(long first, long last) {}

    /** Says what is wrong with a text. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1;

        private Malformed(String message) {
            super(message);
        }

        /** The text that clients see. */
        String text() {
            return String.valueOf(getMessage());
        }
    }

    private IndexIntervals() {}

    /** How many indexes there are; they must ascend and be below {@code completions}. */
    static long count(String text, long completions) throws Malformed {
        if (text.isEmpty()) {
            return 0;
        }
        long total = 0;
        long last = -1;
        for (String part : text.split(",", -1)) {
            Interval interval = parse(part, completions);
            if (last >= interval.first()) {
                throw new Malformed("non-increasing order, previous: " + last + ", current: " + interval.first());
            }
            total += interval.last() - interval.first() + 1;
            last = interval.last();
        }
        return total;
    }

    /** That no index is in both sets; what is malformed in them is passed over. */
    static void apart(String completed, String failed, long completions) throws Malformed {
        List<Interval> failures = wellFormed(failed, completions);
        for (Interval done : wellFormed(completed, completions)) {
            for (Interval bad : failures) {
                if (done.first() <= bad.last() && bad.first() <= done.last()) {
                    throw new Malformed("failedIndexes and completedIndexes overlap at index: "
                            + Math.max(done.first(), bad.first()));
                }
            }
        }
    }

    private static List<Interval> wellFormed(String text, long completions) {
        var intervals = new ArrayList<Interval>();
        for (String part : text.split(",", -1)) {
            wellFormedOne(part, completions).ifPresent(intervals::add);
        }
        return intervals;
    }

    private static Optional<Interval> wellFormedOne(String text, long completions) {
        try {
            return Optional.of(parse(text, completions));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Interval parse(String text, long completions) throws Malformed {
        String[] parts = text.split("-", -1);
        if (parts.length > TOTAL_PARTS) {
            throw new Malformed("the fragment " + FieldValue.quote(text)
                    + " violates the requirement that an index interval can have at most two parts separated by '-'");
        }
        long first = index(parts[0], completions);
        if (parts.length == 1) {
            return new Interval(first, first);
        }
        long last = index(parts[1], completions);
        if (first >= last) {
            throw new Malformed("non-increasing order, previous: " + first + ", current: " + last);
        }
        return new Interval(first, last);
    }

    private static long index(String text, long completions) throws Malformed {
        if (!text.matches("[+]?[0-9]{1,18}")) {
            throw new Malformed("cannot convert string to integer for index: " + FieldValue.quote(text));
        }
        long index = Long.parseLong(text);
        if (index >= completions) {
            throw new Malformed("too large index: " + FieldValue.quote(text));
        }
        return index;
    }
}
