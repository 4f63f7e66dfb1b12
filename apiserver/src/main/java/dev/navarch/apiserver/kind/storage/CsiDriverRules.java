package dev.navarch.apiserver.kind.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.SemanticEquality;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of CSIDrivers. */
final class CsiDriverRules {

    private static final int MIN_TOKEN_SECONDS = 600;
    private static final int MIN_UPDATE_PERIOD = 10;
    private static final String DISABLED = "preventPodSchedulingIfMissing";

    private CsiDriverRules() {}

    /** A field of a feature that is off. */
    static void dropDisabled(ObjectNode driver) {
        Fields.objectOrNew(driver, "spec").remove(DISABLED);
    }

    /** Drivers are counted from their first change on, not from their creation. */
    static void prepareUpdate(ObjectNode driver, ObjectNode old) {
        if (!old.path("spec").hasNonNull(DISABLED)) {
            dropDisabled(driver);
        }
        if (!SemanticEquality.equal(driver.path("spec"), old.path("spec"))) {
            ObjectMeta.setGeneration(driver, ObjectMeta.generation(old) + 1);
        }
    }

    static void created(Place driver) {
        Place spec = driver.get("spec");
        required(spec.get("attachRequired"), spec.get("attachedRequired"));
        required(spec.get("podInfoOnMount"), spec.get("podInfoOnMount"));
        required(spec.get("storageCapacity"), spec.get("storageCapacity"));
        if (spec.get("fsGroupPolicy").isSet()) {
            spec.get("fsGroupPolicy").oneOf("File", "None", "ReadWriteOnceWithFSType");
        }
        tokens(spec.get("tokenRequests"));
        Place modes = spec.get("volumeLifecycleModes");
        for (String mode : modes.texts()) {
            if (!mode.equals("Persistent") && !mode.equals("Ephemeral")) {
                modes.notSupported(mode, List.of("Persistent", "Ephemeral"));
            }
        }
        required(spec.get("seLinuxMount"), spec.get("seLinuxMount"));
        Place period = spec.get("nodeAllocatableUpdatePeriodSeconds");
        if (period.isSet() && period.number() < MIN_UPDATE_PERIOD) {
            period.invalid("must be greater than or equal to 10 seconds");
        }
        Place inSecrets = spec.get("serviceAccountTokenInSecrets");
        if (inSecrets.isSet() && spec.get("tokenRequests").isEmpty()) {
            inSecrets.invalid("serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    /** Upstream's path is not always what the field is called. */
    private static void required(Place field, Place shownAt) {
        if (!field.isSet()) {
            shownAt.required("");
        }
    }

    private static void tokens(Place requests) {
        Set<String> audiences = new HashSet<>();
        for (Place request : requests.items()) {
            Place audience = request.get("audience");
            if (!audiences.add(audience.text())) {
                audience.duplicate();
                continue;
            }
            Place seconds = request.get("expirationSeconds");
            if (seconds.isSet() && seconds.number() < MIN_TOKEN_SECONDS) {
                seconds.invalid("may not specify a duration less than 10 minutes");
            }
            if (seconds.number() > 1L << 32) {
                seconds.invalid("may not specify a duration larger than 2^32 seconds");
            }
        }
    }

    static void changed(Place driver, Place old) {
        created(driver);
        Place spec = driver.get("spec");
        if (!spec.get("attachRequired").sameAs(old.get("spec", "attachRequired"))) {
            spec.get("attachedRequired").immutable(spec.get("attachRequired").shown());
        }
        spec.get("volumeLifecycleModes").immutable(old.get("spec", "volumeLifecycleModes"));
    }

    static List<String> warnings(ObjectNode driver, @Nullable ObjectNode old) {
        var requests = driver.path("spec").path("tokenRequests");
        boolean looked = old == null
                || !SemanticEquality.equal(requests, old.path("spec").path("tokenRequests"));
        return looked && !requests.isEmpty() && !driver.path("spec").hasNonNull("serviceAccountTokenInSecrets")
                ? List.of("spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to"
                        + " prevent possible logging of tokens in volume attributes")
                : List.of();
    }
}
