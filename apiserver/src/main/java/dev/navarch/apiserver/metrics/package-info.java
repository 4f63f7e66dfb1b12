/** The server's metrics under upstream's names, in Prometheus' text form at {@code /metrics}. */
@NullMarked
package dev.navarch.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
