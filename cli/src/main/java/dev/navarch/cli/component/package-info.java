/**
 * One component a process, under upstream's flag names: {@code navarch apiserver}, {@code controller-manager},
 * {@code scheduler}, {@code kubelet} and {@code proxy}. Each command turns flags into the component's options record and
 * then only waits for the signal to stop.
 */
@NullMarked
package dev.navarch.cli.component;

import org.jspecify.annotations.NullMarked;
