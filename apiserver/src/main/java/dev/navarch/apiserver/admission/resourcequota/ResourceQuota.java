package dev.navarch.apiserver.admission.resourcequota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.quota.QuotaEvaluator;
import dev.navarch.api.quota.ResourceAmounts;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Holds namespaces to their quotas. Requests of one namespace take turns while they are counted. */
public final class ResourceQuota implements AdmissionPlugin {

    private static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");
    private static final GroupVersionResource QUOTAS_V1 = new GroupVersionResource("", "v1", "resourcequotas");

    /** What is not stored, and events, which never were under quota. */
    private static final Set<String> IGNORED = Set.of(
            "bindings",
            "componentstatuses",
            "tokenreviews.authentication.k8s.io",
            "selfsubjectreviews.authentication.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "selfsubjectaccessreviews.authorization.k8s.io",
            "localsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectrulesreviews.authorization.k8s.io",
            "events",
            "events.events.k8s.io");

    private static final int ATTEMPTS = 4;
    private static final int STRIPES = 64;

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    public ResourceQuota(ObjectReader reader, ObjectWriter writer) {
        this.reader = reader;
        this.writer = writer;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    @Override
    public String name() {
        return "ResourceQuota";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        String namespace = attributes.namespace();
        if (namespace.isEmpty()
                || attributes.isFor("", "namespaces")
                || IGNORED.contains(attributes.groupResource().toString())
                || !CountedRequests.isCounted(attributes)) {
            return;
        }
        if (reader.list(QUOTAS, namespace).isEmpty()) {
            return;
        }
        ReentrantLock lock = locks[Math.floorMod(namespace.hashCode(), STRIPES)];
        lock.lock();
        try {
            count(attributes);
        } finally {
            lock.unlock();
        }
    }

    private void count(AdmissionAttributes attributes) {
        var check = new QuotaCheck(attributes, QuotaEvaluator.of(attributes.groupResource()), Instant.now());
        for (int attempt = 1; ; attempt++) {
            List<ObjectNode> quotas = current(attributes.namespace());
            List<QuotaCheck.Charge> charges = check.charges(quotas);
            if (charges.isEmpty() || attributes.dryRun()) {
                return;
            }
            try {
                charges.forEach(this::charge);
                return;
            } catch (StatusException e) {
                if (!e.reason().equals("Conflict") || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** As storage has them: the cache may not show yet what the request before this one was charged. */
    private List<ObjectNode> current(String namespace) {
        return reader.list(QUOTAS, namespace).stream()
                .map(quota -> reader.getLatest(QUOTAS, namespace, ObjectMeta.name(quota)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Writes only over the very state that was checked. */
    private void charge(QuotaCheck.Charge charge) {
        ObjectNode checked = charge.quota();
        writer.updateSubresource(
                QUOTAS_V1, "status", ObjectMeta.namespace(checked), ObjectMeta.name(checked), found -> {
                    ResourceAmounts used =
                            ResourceAmounts.of(found.path("status").path("used"));
                    if (!used.equals(ResourceAmounts.of(checked.path("status").path("used")))) {
                        throw StatusException.conflict(
                                QUOTAS, ObjectMeta.name(checked), "the quota was charged by another request");
                    }
                    found.withObject("/status").set("used", charge.used().toJson());
                    return found;
                });
    }
}
