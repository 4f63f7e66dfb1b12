package dev.navarch.apiserver.kind.volumes;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules of iSCSI volumes. */
final class IscsiVolumes {

    private static final Map<String, Pattern> NAME_FORMS = Map.of(
            "iqn", Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}-.]+)(:[^,;*&$|\\s]+)$"),
            "eui", Pattern.compile("^eui.\\p{Alnum}{16}$"),
            "naa", Pattern.compile("^naa.\\p{Alnum}{32}$"));
    private static final String TOO_LONG =
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters"
                    + " if iscsi.initiatorName is specified.";

    private IscsiVolumes() {}

    static void inPod(Field iscsi) {
        iscsi.get("targetPortal").require();
        common(iscsi, "must be valid format starting with iqn, eui, or naa");
        initiator(iscsi, "must be valid format starting with iqn, eui, or naa");
    }

    static void inVolume(Field iscsi, String volumeName) {
        iscsi.get("targetPortal").require();
        if (isPortalTooLong(iscsi, volumeName)) {
            iscsi.get("targetPortal", "targetportal").invalid(TOO_LONG);
        }
        common(iscsi, "must be valid format");
        Field secret = iscsi.get("secretRef");
        if (secret.isSet()) {
            secret.get("name").require();
        }
        initiator(iscsi, "must be valid format");
    }

    /** For volumes of pods the complaint goes to the volume's name. */
    static void checkNameLength(Field iscsi, Field volumeName) {
        if (isPortalTooLong(iscsi, volumeName.text())) {
            volumeName.invalid(TOO_LONG);
        }
    }

    private static boolean isPortalTooLong(Field iscsi, String volumeName) {
        return iscsi.get("initiatorName").isSet()
                && (volumeName + ":" + iscsi.get("targetPortal").text()).length() > 64;
    }

    private static void common(Field iscsi, String unknownForm) {
        Field iqn = iscsi.get("iqn");
        if (iqn.isZero()) {
            iqn.required();
        } else {
            qualifiedName(iqn, unknownForm);
        }
        Field lun = iscsi.get("lun");
        if (lun.number() < 0 || lun.number() > 255) {
            lun.invalid("must be between 0 and 255, inclusive");
        }
        boolean authenticates = iscsi.get("chapAuthDiscovery").isTrue()
                || iscsi.get("chapAuthSession").isTrue();
        if (authenticates && !iscsi.get("secretRef").isSet()) {
            iscsi.get("secretRef").required();
        }
    }

    private static void initiator(Field iscsi, String unknownForm) {
        Field initiator = iscsi.get("initiatorName", "initiatorname");
        if (initiator.isSet()) {
            qualifiedName(initiator, unknownForm);
        }
    }

    private static void qualifiedName(Field name, String unknownForm) {
        String text = name.text();
        Pattern form = NAME_FORMS.get(text.length() < 3 ? text : text.substring(0, 3));
        if (form == null) {
            name.invalid(unknownForm);
        } else if (!form.matcher(text).find()) {
            name.invalid("must be valid format");
        }
    }
}
