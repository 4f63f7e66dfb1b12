package dev.navarch.kubelet.runtime;

/** What a runtime tells its watcher. */
public sealed interface RuntimeEvent {

    /** Something of that pod has changed: read it again. */
    record PodChanged(String podUid) implements RuntimeEvent {}

    /** The stream of changes begins (again): anything may have changed before. */
    record Connected() implements RuntimeEvent {}

    /** The runtime does not answer; {@link Connected} follows once it does. */
    record Disconnected(String reason) implements RuntimeEvent {}
}
