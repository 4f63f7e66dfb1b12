/**
 * Who a controller is to the API server. Each acts as a service account of its own in {@code kube-system}, with the role
 * that the API server has for it from the start, so that one controller's rights are not another's. The tokens are asked
 * for with the manager's own client certificate, which may do little else.
 */
@NullMarked
package dev.navarch.controllers.identity;

import org.jspecify.annotations.NullMarked;
