/**
 * Empties namespaces that are being deleted and then lets them go: first all pods, then everything else that discovery
 * names, custom resources included, and last the namespace's own finalizer. What cannot be deleted shows in the
 * namespace's conditions and is tried again.
 */
@NullMarked
package dev.navarch.controllers.namespace;

import org.jspecify.annotations.NullMarked;
