/** Services: defaults, checks, and the cluster IPs and node ports that are given out and taken back. */
@NullMarked
package dev.navarch.apiserver.kind.core.service;

import org.jspecify.annotations.NullMarked;
