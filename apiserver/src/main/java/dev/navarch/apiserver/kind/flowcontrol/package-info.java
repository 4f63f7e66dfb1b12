/**
 * Flow schemas and priority levels: what must hold of them. The mandatory ones can only be what they are at the start.
 */
@NullMarked
package dev.navarch.apiserver.kind.flowcontrol;

import org.jspecify.annotations.NullMarked;
