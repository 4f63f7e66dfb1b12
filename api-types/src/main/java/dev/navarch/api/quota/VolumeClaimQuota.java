package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Volume claims and the storage they ask for, altogether and by storage class. */
final class VolumeClaimQuota implements QuotaEvaluator {

    private static final String COUNT = "count/persistentvolumeclaims";
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";

    @Override
    public SortedSet<String> matching(Collection<String> limited) {
        var matching = new TreeSet<String>();
        for (String name : limited) {
            if (name.equals(COUNT)
                    || name.equals(CLAIMS)
                    || name.equals(STORAGE)
                    || name.endsWith(OF_CLASS + CLAIMS)
                    || name.endsWith(OF_CLASS + STORAGE)) {
                matching.add(name);
            }
        }
        return matching;
    }

    @Override
    public ResourceAmounts usage(JsonNode claim, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        usage.put(COUNT, ObjectCount.ONE);
        usage.put(CLAIMS, ObjectCount.ONE);
        String storageClass = classOf(claim);
        if (!storageClass.isEmpty()) {
            usage.put(storageClass + OF_CLASS + CLAIMS, ObjectCount.ONE);
        }
        storageOf(claim).ifPresent(storage -> {
            usage.put(STORAGE, storage);
            if (!storageClass.isEmpty()) {
                usage.put(storageClass + OF_CLASS + STORAGE, storage);
            }
        });
        return new ResourceAmounts(usage);
    }

    private static String classOf(JsonNode claim) {
        String annotated = claim.path("metadata")
                .path("annotations")
                .path("volume.beta.kubernetes.io/storage-class")
                .asText("");
        return annotated.isEmpty() ? claim.path("spec").path("storageClassName").asText("") : annotated;
    }

    /** What it asks for, or was already given while it shrinks back from a failed expansion; in whole bytes. */
    private static Optional<Quantity> storageOf(JsonNode claim) {
        ResourceAmounts asked =
                ResourceAmounts.of(claim.path("spec").path("resources").path("requests"));
        ResourceAmounts allocated = ResourceAmounts.of(claim.path("status").path("allocatedResources"));
        return asked.get("storage")
                .map(amount -> allocated
                        .get("storage")
                        .filter(given -> given.compareTo(amount) > 0)
                        .orElse(amount))
                .map(VolumeClaimQuota::wholeBytes);
    }

    private static Quantity wholeBytes(Quantity amount) {
        BigDecimal whole = amount.value().setScale(0, RoundingMode.CEILING);
        return whole.compareTo(amount.value()) == 0 ? amount : Quantity.of(whole, amount.format());
    }

    @Override
    public boolean matches(ScopeRequirement scope, JsonNode claim) {
        if (!scope.scope().equals("VolumeAttributesClass")) {
            return false;
        }
        Set<String> names = new TreeSet<>();
        JsonNode status = claim.path("status");
        names.add(claim.path("spec").path("volumeAttributesClassName").asText(""));
        names.add(status.path("currentVolumeAttributesClassName").asText(""));
        names.add(status.path("modifyVolumeStatus")
                .path("targetVolumeAttributesClassName")
                .asText(""));
        names.remove("");
        return scope.matchesAny(names);
    }
}
