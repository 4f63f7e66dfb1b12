package dev.navarch.apiserver.admission.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.request.UserInfo;
import java.io.IOException;

/** Refuses requests for client certificates in the group {@code system:masters}. */
public final class CertificateSubjectRestriction implements AdmissionPlugin {

    private static final String SIGNER = "kubernetes.io/kube-apiserver-client";

    @Override
    public String name() {
        return "CertificateSubjectRestriction";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isForMain("certificates.k8s.io", "certificatesigningrequests")) {
            return;
        }
        ObjectNode request = attributes.requireObject();
        if (!request.path("spec").path("signerName").asText("").equals(SIGNER)) {
            return;
        }
        try {
            var subject = CertificateRequests.subjectOf(CertificateRequests.parse(request));
            if (subject.organizations().contains(UserInfo.MASTERS)) {
                throw attributes.forbidden("use of " + SIGNER + " signer with system:masters group is not allowed");
            }
        } catch (IOException e) {
            throw attributes.forbidden("failed to parse CSR: " + e.getMessage());
        }
    }
}
