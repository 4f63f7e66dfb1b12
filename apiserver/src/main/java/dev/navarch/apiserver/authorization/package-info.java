/**
 * Decides whether a user may do what a request asks: RBAC, the node authorizer, and their union. An authorizer allows,
 * denies, or has no opinion; what nobody allows is forbidden. Decisions are taken from memory alone, kept current by
 * watches, so that no request waits for storage here.
 */
@NullMarked
package dev.navarch.apiserver.authorization;

import org.jspecify.annotations.NullMarked;
