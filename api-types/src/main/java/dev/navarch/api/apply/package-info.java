/**
 * Who owns which field: server-side apply and the {@code managedFields} that each write keeps, as upstream's
 * structured-merge-diff and managedfields packages define them. {@link dev.navarch.api.apply.FieldManager} is the way
 * in; below it {@link dev.navarch.api.apply.FieldSet} is the algebra of owned fields and
 * {@link dev.navarch.api.apply.TypedValue} the merge of two objects of one schema. All of it are pure functions over
 * Jackson trees; sets and types are immutable and may be shared between threads.
 */
@NullMarked
package dev.navarch.api.apply;

import org.jspecify.annotations.NullMarked;
