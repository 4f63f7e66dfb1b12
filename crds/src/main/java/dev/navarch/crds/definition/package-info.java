/** What a CustomResourceDefinition says, what it may say, and the conditions in its status. */
@NullMarked
package dev.navarch.crds.definition;

import org.jspecify.annotations.NullMarked;
