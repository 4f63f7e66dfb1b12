package dev.navarch.api.apply;

/** Which fields differ between two objects; a field is in at most one of the sets. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    Comparison filtered(FieldFilter filter) {
        return new Comparison(filter.filter(added), filter.filter(modified), filter.filter(removed));
    }
}
