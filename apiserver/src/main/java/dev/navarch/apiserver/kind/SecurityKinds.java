package dev.navarch.apiserver.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.kind.certificates.CertificateSigningRequestStrategy;
import dev.navarch.apiserver.kind.core.secret.SecretStrategy;
import dev.navarch.apiserver.kind.core.serviceaccount.ServiceAccountStrategy;
import dev.navarch.apiserver.kind.rbac.RbacStrategies;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Optional;
import java.util.function.Supplier;

/** Registers the strategies of the kinds by which access is given: roles, accounts, secrets, certificate requests. */
public final class SecurityKinds {

    private SecurityKinds() {}

    /**
     * Adds them.
     *
     * @param escalation asked with each write, since it comes to be after the strategies; gives nothing without RBAC
     */
    public static void register(
            KindStrategies strategies, ObjectReader reader, Supplier<Optional<EscalationCheck>> escalation) {
        RbacStrategies.register(strategies, reader, escalation);
        strategies.put(new GroupResource("", "secrets"), new SecretStrategy());
        strategies.put(new GroupResource("", "serviceaccounts"), new ServiceAccountStrategy());
        strategies.put(
                new GroupResource("certificates.k8s.io", "certificatesigningrequests"),
                new CertificateSigningRequestStrategy());
    }
}
