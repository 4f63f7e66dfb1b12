/**
 * Objects on the wire as protobuf: upstream's messages as a table of facts, and a transcoder between the bytes and the
 * JSON trees that everything else works on. The same table tells how Go would decode an object and write it again.
 */
@NullMarked
package dev.navarch.api.protobuf;

import org.jspecify.annotations.NullMarked;
