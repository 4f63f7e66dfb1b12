/**
 * JSON and YAML as Go reads and writes them: integers stay integers, floats print as Go's float64, keys keep their
 * order, {@code <}, {@code >} and {@code &} are escaped; errors of syntax carry Go's texts. Trees are Jackson's.
 */
@NullMarked
package dev.navarch.api.json;

import org.jspecify.annotations.NullMarked;
