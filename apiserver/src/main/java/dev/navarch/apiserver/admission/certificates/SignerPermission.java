package dev.navarch.apiserver.admission.certificates;

import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.request.UserInfo;

/** Whether a user may approve or sign for a signer: for the one by name, or for all of its domain. */
final class SignerPermission {

    private final Authorizer authorizer;

    SignerPermission(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    boolean allows(UserInfo user, String verb, String signer) {
        String domain = signer.split("/", -1)[0];
        return isAllowed(user, verb, signer) || isAllowed(user, verb, domain + "/*");
    }

    private boolean isAllowed(UserInfo user, String verb, String name) {
        return authorizer
                .authorize(Attributes.resource(user, verb, "certificates.k8s.io", "*", "signers", "", "", name))
                .isAllowed();
    }
}
