/**
 * Serves what CustomResourceDefinitions define. {@link dev.navarch.crds.CustomResources} follows the definitions, decides
 * on their names, puts a resource for each served version into the server's registry and takes it out again, and empties
 * a definition that is being deleted. {@code definition} holds the rules for the definitions themselves, {@code instance}
 * those for their objects.
 */
@NullMarked
package dev.navarch.crds;

import org.jspecify.annotations.NullMarked;
