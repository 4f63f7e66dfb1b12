/**
 * An operator to copy as a start: a {@code Website} resource becomes a ConfigMap with the page, a Deployment that serves
 * it and a Service in front. The reconciler is level-triggered: it states what should be and lets server-side apply work
 * out the difference.
 */
@NullMarked
package dev.navarch.examples.website;

import org.jspecify.annotations.NullMarked;
