package dev.navarch.apiserver.kind.core.persistentvolume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;

/** The phase of a volume, with the time since when it has it. */
public final class PersistentVolumeStatusPart implements ResourceStrategy {

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode volume, ObjectNode old) {
        PersistentVolumeRules.noteTransition(volume, old);
    }
}
