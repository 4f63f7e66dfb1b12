package dev.navarch.apiserver.admission.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.authorization.Authorizer;

/** Lets only users with the verb {@code sign} on a signer set certificate or conditions of requests to it. */
public final class CertificateSigning implements AdmissionPlugin {

    private final SignerPermission permission;

    public CertificateSigning(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer);
    }

    @Override
    public String name() {
        return "CertificateSigning";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.UPDATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isFor("certificates.k8s.io", "certificatesigningrequests")
                || !attributes.subresource().equals("status")) {
            return;
        }
        JsonNode old = attributes.requireOldObject().path("status");
        JsonNode status = attributes.requireObject().path("status");
        boolean unchanged = old.path("certificate").equals(status.path("certificate"))
                && old.path("conditions").equals(status.path("conditions"));
        String signer =
                attributes.requireOldObject().path("spec").path("signerName").asText("");
        if (!unchanged && !permission.allows(attributes.user(), "sign", signer)) {
            throw attributes.forbidden("user not permitted to sign requests with signerName \"" + signer + "\"");
        }
    }
}
