package dev.navarch.api.apply;

/** The fields that identify an object or that the server sets, which nobody owns. */
final class MetadataFields {

    private static final FieldSet NEVER_OWNED = FieldSet.of(
            FieldPath.of("apiVersion"),
            FieldPath.of("kind"),
            FieldPath.of("metadata"),
            FieldPath.of("metadata", "name"),
            FieldPath.of("metadata", "namespace"),
            FieldPath.of("metadata", "creationTimestamp"),
            FieldPath.of("metadata", "selfLink"),
            FieldPath.of("metadata", "uid"),
            FieldPath.of("metadata", "clusterName"),
            FieldPath.of("metadata", "generation"),
            FieldPath.of("metadata", "managedFields"),
            FieldPath.of("metadata", "resourceVersion"));

    private MetadataFields() {}

    static void strip(ManagedFields managed, ManagerId manager) {
        ManagedFields.Entry entry = managed.get(manager);
        if (entry == null) {
            return;
        }
        FieldSet owned = entry.set().difference(NEVER_OWNED);
        if (owned.isEmpty()) {
            managed.remove(manager);
        } else {
            managed.put(manager, entry.with(owned));
        }
    }
}
