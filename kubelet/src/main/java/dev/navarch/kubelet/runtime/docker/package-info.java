/**
 * Containers on Docker. The only package that sees docker-java. Docker is the sole record of what runs: every
 * container carries labels that say which pod, container and attempt it is, so that a restarted kubelet finds its
 * own and touches nobody else's.
 */
@NullMarked
package dev.navarch.kubelet.runtime.docker;

import org.jspecify.annotations.NullMarked;
