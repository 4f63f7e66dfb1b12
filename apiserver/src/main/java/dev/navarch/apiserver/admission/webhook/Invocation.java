package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.ServedForms;
import org.jspecify.annotations.Nullable;

/** That a hook is asked of a request, and in which form it sees the objects. */
record Invocation(Webhook hook, AdmissionAttributes request, ServedForms.Form form) {

    /** An object of the request as the hook sees it. */
    @Nullable
    ObjectNode shown(ServedForms forms, @Nullable ObjectNode object) {
        return object == null ? null : forms.convert(object, request.resource(), form.resource());
    }
}
