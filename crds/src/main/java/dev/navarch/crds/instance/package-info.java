/** How the objects of a CustomResourceDefinition are served: resources, conversion, strategy and validation. */
@NullMarked
package dev.navarch.crds.instance;

import org.jspecify.annotations.NullMarked;
