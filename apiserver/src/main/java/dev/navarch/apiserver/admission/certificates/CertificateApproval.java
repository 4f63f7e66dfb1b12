package dev.navarch.apiserver.admission.certificates;

import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.authorization.Authorizer;

/** Lets only users with the verb {@code approve} on a signer approve requests to it. */
public final class CertificateApproval implements AdmissionPlugin {

    private final SignerPermission permission;

    public CertificateApproval(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer);
    }

    @Override
    public String name() {
        return "CertificateApproval";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.UPDATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isFor("certificates.k8s.io", "certificatesigningrequests")
                || !attributes.subresource().equals("approval")) {
            return;
        }
        String signer =
                attributes.requireOldObject().path("spec").path("signerName").asText("");
        if (!permission.allows(attributes.user(), "approve", signer)) {
            throw attributes.forbidden("user not permitted to approve requests with signerName \"" + signer + "\"");
        }
    }
}
