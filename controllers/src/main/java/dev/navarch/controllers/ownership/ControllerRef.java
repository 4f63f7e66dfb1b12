package dev.navarch.controllers.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** The one owner reference of an object that names its controller. */
public final class ControllerRef {

    private ControllerRef() {}

    public static Optional<OwnerReference> of(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(ref -> Boolean.TRUE.equals(ref.getController()))
                .findFirst();
    }

    public static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
        return of(object)
                .filter(ref -> ref.getUid().equals(owner.getMetadata().getUid()))
                .isPresent();
    }

    /** The reference that makes the owner the controller of whatever carries it. */
    public static OwnerReference to(HasMetadata owner) {
        return to(owner, owner.getApiVersion(), owner.getKind());
    }

    public static OwnerReference to(HasMetadata owner, String apiVersion, String kind) {
        return new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
