package dev.navarch.apiserver.kind.storage;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.CsiDriverName;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Map;

/** What must hold of VolumeAttachments. */
final class VolumeAttachmentRules {

    private static final int MAX_METADATA = 256 * 1024;
    private static final int MAX_MESSAGE = 1024;
    private static final String ONE = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    private VolumeAttachmentRules() {}

    static void created(Place attachment) {
        Place spec = attachment.get("spec");
        CsiDriverName.check(spec.get("attacher"));
        Place volume = spec.get("source", "persistentVolumeName");
        boolean inline = spec.get("source", "inlineVolumeSpec").isSet();
        if (volume.isSet() == inline) {
            if (inline) {
                spec.get("source").forbidden(ONE);
            } else {
                spec.get("source").required(ONE);
            }
        } else if (volume.isSet() && volume.isEmpty()) {
            volume.required("must specify non empty persistentVolumeName");
        }
        spec.get("nodeName").form(Names::dns1123Subdomain);
        status(attachment.get("status"));
        if (volume.isSet()) {
            volume.form(Names::dns1123Subdomain);
        }
    }

    static void changed(Place attachment, Place old) {
        created(attachment);
        attachment.get("spec").immutable(old.get("spec"));
    }

    private static void status(Place status) {
        long size = 0;
        for (Map.Entry<String, String> entry :
                status.get("attachmentMetadata").map().entrySet()) {
            size += entry.getKey().length() + (long) entry.getValue().length();
        }
        if (size > MAX_METADATA) {
            status.get("attachmentMetadata").tooLong(MAX_METADATA);
        }
        for (String kind : new String[] {"attachError", "detachError"}) {
            Place error = status.get(kind);
            if (error.get("message").text().length() > MAX_MESSAGE) {
                error.get("message").tooLong(MAX_METADATA);
            }
            if (error.get("errorCode").number() < 0) {
                error.get("errorCode").invalid("must be between 0 and " + Integer.MAX_VALUE + ", inclusive");
            }
        }
    }
}
