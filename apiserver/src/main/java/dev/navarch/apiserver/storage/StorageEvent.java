package dev.navarch.apiserver.storage;

/** What a watch tells, in the order of revisions. */
public sealed interface StorageEvent {

    /** The state of storage that has been told completely up to this event, save for others of the same revision. */
    long revision();

    /** The key was created or written. */
    record Put(KeyValue keyValue) implements StorageEvent {
        @Override
        public long revision() {
            return keyValue.modRevision();
        }
    }

    /** The key was deleted, or its time ran out. */
    record Delete(String key, long revision) implements StorageEvent {}

    /** Nothing more will come of revisions up to this one. */
    record Progress(long revision) implements StorageEvent {}
}
