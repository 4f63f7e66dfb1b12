package dev.navarch.apiserver.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The plugins that are on, in the order in which they run. Immutable. */
public final class AdmissionChain {

    /** Upstream's order of all plugins; webhooks, policies and quota come last for a reason. */
    public static final List<String> ORDER = List.of(
            "AlwaysAdmit",
            "NamespaceAutoProvision",
            "NamespaceLifecycle",
            "NamespaceExists",
            "LimitPodHardAntiAffinityTopology",
            "LimitRanger",
            "ServiceAccount",
            "NodeRestriction",
            "TaintNodesByCondition",
            "AlwaysPullImages",
            "ImagePolicyWebhook",
            "PodSecurity",
            "PodNodeSelector",
            "Priority",
            "DefaultTolerationSeconds",
            "PodTolerationRestriction",
            "EventRateLimit",
            "ExtendedResourceToleration",
            "DefaultStorageClass",
            "StorageObjectInUseProtection",
            "PodGroupProtection",
            "OwnerReferencesPermissionEnforcement",
            "PersistentVolumeClaimResize",
            "RuntimeClass",
            "CertificateApproval",
            "CertificateSigning",
            "ClusterTrustBundleAttest",
            "CertificateSubjectRestriction",
            "DefaultIngressClass",
            "DenyServiceExternalIPs",
            "PodTopologyLabels",
            "PodGroupWorkloadExists",
            "NodeDeclaredFeatureValidator",
            "JobValidation",
            "PodResizeValidator",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionWebhook",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionWebhook",
            "ResourceQuota",
            "AlwaysDeny");

    /** The plugins that run unless they are disabled. */
    public static final Set<String> ON_BY_DEFAULT = Set.of(
            "NamespaceLifecycle",
            "LimitRanger",
            "ServiceAccount",
            "DefaultStorageClass",
            "PersistentVolumeClaimResize",
            "DefaultTolerationSeconds",
            "MutatingAdmissionWebhook",
            "ValidatingAdmissionWebhook",
            "ResourceQuota",
            "StorageObjectInUseProtection",
            "PodGroupProtection",
            "Priority",
            "TaintNodesByCondition",
            "RuntimeClass",
            "CertificateApproval",
            "CertificateSigning",
            "ClusterTrustBundleAttest",
            "CertificateSubjectRestriction",
            "DefaultIngressClass",
            "PodSecurity",
            "PodTopologyLabels",
            "MutatingAdmissionPolicy",
            "ValidatingAdmissionPolicy",
            "PodGroupWorkloadExists",
            "NodeDeclaredFeatureValidator",
            "JobValidation",
            "PodResizeValidator");

    private final List<AdmissionPlugin> plugins;

    /** Takes the plugins as they are and brings them into {@link #ORDER}; unknown names run last. */
    public AdmissionChain(List<AdmissionPlugin> plugins) {
        this.plugins = plugins.stream()
                .sorted(Comparator.comparingInt(AdmissionChain::position))
                .toList();
    }

    /**
     * Chooses from {@code available} what is on by default or enabled, and not disabled.
     *
     * @throws IllegalArgumentException on a name that is no plugin's, or is both enabled and disabled
     */
    public static AdmissionChain select(List<AdmissionPlugin> available, Set<String> enabled, Set<String> disabled) {
        checkNames("enable-admission-plugins", enabled);
        checkNames("disable-admission-plugins", disabled);
        var chosen = new ArrayList<AdmissionPlugin>();
        for (String name : enabled) {
            if (disabled.contains(name)) {
                throw new IllegalArgumentException(
                        "[" + name + "] in enable-admission-plugins and" + " disable-admission-plugins overlapped");
            }
            if (available.stream().noneMatch(plugin -> plugin.name().equals(name)) && !ON_BY_DEFAULT.contains(name)) {
                throw new IllegalArgumentException("admission plugin \"" + name + "\" is not available here");
            }
        }
        for (AdmissionPlugin plugin : available) {
            boolean on = ON_BY_DEFAULT.contains(plugin.name()) || enabled.contains(plugin.name());
            if (on && !disabled.contains(plugin.name())) {
                chosen.add(plugin);
            }
        }
        return new AdmissionChain(chosen);
    }

    public List<AdmissionPlugin> plugins() {
        return plugins;
    }

    /** Lets every plugin change the object, in order; once more where one of them asks for that. */
    public void admit(AdmissionAttributes attributes) {
        admitOnce(attributes);
        if (attributes.reinvocation().begin()) {
            admitOnce(attributes);
        }
    }

    private void admitOnce(AdmissionAttributes attributes) {
        for (AdmissionPlugin plugin : plugins) {
            if (plugin.handles(attributes.operation())) {
                plugin.admit(attributes);
            }
        }
    }

    /** Lets every plugin refuse the object, in order. */
    public void validate(AdmissionAttributes attributes) {
        for (AdmissionPlugin plugin : plugins) {
            if (plugin.handles(attributes.operation())) {
                plugin.validate(attributes);
            }
        }
    }

    private static void checkNames(String flag, Set<String> names) {
        for (String name : names) {
            if (!ORDER.contains(name)) {
                throw new IllegalArgumentException(flag + " plugin \"" + name + "\" is unknown");
            }
        }
    }

    private static int position(AdmissionPlugin plugin) {
        int index = ORDER.indexOf(plugin.name());
        return index < 0 ? ORDER.size() : index;
    }
}
