package dev.navarch.proxy.dns;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What is known of a name. */
sealed interface Answer {

    /**
     * The name exists.
     *
     * @param records of the type that was asked for; may be empty
     * @param additional records that the asker will want next
     */
    record Exists(List<Record> records, List<Record> additional) implements Answer {

        static final Exists NO_DATA = new Exists(List.of(), List.of());

        static Exists of(List<? extends Record> records) {
            return new Exists(List.copyOf(records), List.of());
        }
    }

    /** The name is another name for one that may be anywhere. */
    record Alias(Name target) implements Answer {}

    /** There is no such name in the cluster's domain. */
    record NoSuchName() implements Answer {}

    /** The name is not the cluster's: others may know. */
    record NotOurs() implements Answer {}

    /** Nothing can be said yet. */
    record NotReady() implements Answer {}
}
