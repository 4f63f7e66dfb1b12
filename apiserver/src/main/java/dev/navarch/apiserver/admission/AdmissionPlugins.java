package dev.navarch.apiserver.admission;

import dev.navarch.apiserver.admission.certificates.CertificateApproval;
import dev.navarch.apiserver.admission.certificates.CertificateSigning;
import dev.navarch.apiserver.admission.certificates.CertificateSubjectRestriction;
import dev.navarch.apiserver.admission.ingress.DefaultIngressClass;
import dev.navarch.apiserver.admission.limitranger.LimitRanger;
import dev.navarch.apiserver.admission.namespacelifecycle.NamespaceLifecycle;
import dev.navarch.apiserver.admission.noderestriction.NodeRestriction;
import dev.navarch.apiserver.admission.nodetaint.TaintNodesByCondition;
import dev.navarch.apiserver.admission.podsecurity.PodSecurity;
import dev.navarch.apiserver.admission.priority.Priority;
import dev.navarch.apiserver.admission.resourcequota.ResourceQuota;
import dev.navarch.apiserver.admission.runtimeclass.RuntimeClass;
import dev.navarch.apiserver.admission.serviceaccount.ServiceAccount;
import dev.navarch.apiserver.admission.storage.DefaultStorageClass;
import dev.navarch.apiserver.admission.storage.PersistentVolumeClaimResize;
import dev.navarch.apiserver.admission.storage.StorageObjectInUseProtection;
import dev.navarch.apiserver.admission.tolerations.DefaultTolerationSeconds;
import dev.navarch.apiserver.admission.tolerations.ExtendedResourceToleration;
import dev.navarch.apiserver.admission.topology.PodTopologyLabels;
import dev.navarch.apiserver.admission.webhook.MutatingAdmissionWebhook;
import dev.navarch.apiserver.admission.webhook.ValidatingAdmissionWebhook;
import dev.navarch.apiserver.admission.webhook.WebhookCalls;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.webhook.WebhookClient;
import java.util.List;

/** All plugins that there are, for {@link AdmissionChain#select} to choose from. */
public final class AdmissionPlugins {

    private static final int TOLERATION_SECONDS = 300;

    private AdmissionPlugins() {}

    public static List<AdmissionPlugin> builtIn(
            ObjectReader reader, ObjectWriter writer, Authorizer authorizer, ServedForms forms, WebhookClient client) {
        var webhooks = new WebhookCalls(reader, forms, client);
        return List.of(
                new NamespaceLifecycle(reader),
                new LimitRanger(reader),
                new ServiceAccount(reader),
                new NodeRestriction(reader, authorizer),
                new TaintNodesByCondition(),
                new PodSecurity(reader),
                new Priority(reader),
                new DefaultTolerationSeconds(TOLERATION_SECONDS, TOLERATION_SECONDS),
                new ExtendedResourceToleration(),
                new DefaultStorageClass(reader),
                new StorageObjectInUseProtection(),
                new PersistentVolumeClaimResize(reader),
                new RuntimeClass(reader),
                new CertificateApproval(authorizer),
                new CertificateSigning(authorizer),
                new CertificateSubjectRestriction(),
                new DefaultIngressClass(reader),
                new PodTopologyLabels(reader),
                new MutatingAdmissionWebhook(webhooks, forms),
                new ValidatingAdmissionWebhook(webhooks),
                new ResourceQuota(reader, writer));
    }
}
