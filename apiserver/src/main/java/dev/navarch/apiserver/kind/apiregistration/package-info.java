/** APIServices: which group and version is served by whom. Those that this server serves itself are always available. */
@NullMarked
package dev.navarch.apiserver.kind.apiregistration;

import org.jspecify.annotations.NullMarked;
