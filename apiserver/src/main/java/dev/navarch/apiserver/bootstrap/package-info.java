/**
 * What must exist in every cluster: namespaces, default roles, flow schemas, priority classes, the {@code kubernetes}
 * Service and the like. Made at first start, mended at every further one. What an administrator changed stays where
 * upstream lets it stay; the facts are resources beside this package.
 */
@NullMarked
package dev.navarch.apiserver.bootstrap;

import org.jspecify.annotations.NullMarked;
