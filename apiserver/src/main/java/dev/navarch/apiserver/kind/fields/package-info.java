/**
 * Reading and filling the trees of API objects, in the vocabulary of strategies: a child that may be missing, a list of
 * objects, a default where nothing is set. A missing field, a null and Go's zero value are told apart as upstream does.
 */
@NullMarked
package dev.navarch.apiserver.kind.fields;

import org.jspecify.annotations.NullMarked;
