package dev.navarch.apiserver.kind.core.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;

/** What a kubelet reports of its node. */
public final class NodeStatusPart implements ResourceStrategy {

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode node, ObjectNode old) {
        NodeRules.dropConfig(node, old);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode node, ObjectNode old) {
        return Place.check(node, old, NodeRules::status);
    }
}
