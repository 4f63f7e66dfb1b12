package dev.navarch.apiserver.kind.volumes;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;
import java.util.Locale;

/** Rules of volumes that CSI drivers provide. */
public final class CsiVolumes {

    private static final int MAX_DRIVER_NAME = 63;
    private static final List<String> VOLUME_SECRETS = List.of(
            "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef");

    private CsiVolumes() {}

    /** The name of a driver: a subdomain in any case, of at most 63 bytes. */
    public static void driverName(Field name) {
        if (name.isZero()) {
            name.required();
            return;
        }
        if (name.text().length() > MAX_DRIVER_NAME) {
            name.tooLong(MAX_DRIVER_NAME);
        }
        name.invalid(Names.dns1123Subdomain(name.text().toLowerCase(Locale.ROOT)));
    }

    static void inPod(Field csi) {
        driverName(csi.get("driver"));
        Field secret = csi.get("nodePublishSecretRef");
        if (secret.isSet()) {
            Field name = secret.get("name");
            if (name.isZero()) {
                name.required();
            } else {
                name.shownAt(csi.path() + ".name").invalid(Names.dns1123Subdomain(name.text()));
            }
        }
    }

    static void inVolume(Field csi) {
        driverName(csi.get("driver"));
        csi.get("volumeHandle").require();
        for (String field : VOLUME_SECRETS) {
            Field secret = csi.get(field);
            if (secret.isSet()) {
                secretReference(secret);
            }
        }
    }

    private static void secretReference(Field secret) {
        Field name = secret.get("name");
        if (name.isZero()) {
            name.required();
        } else {
            name.invalid(Names.dns1123Subdomain(name.text()));
        }
        Field namespace = secret.get("namespace");
        if (namespace.isZero()) {
            namespace.required();
        } else {
            namespace.invalid(Names.dns1123Label(namespace.text()));
        }
    }
}
