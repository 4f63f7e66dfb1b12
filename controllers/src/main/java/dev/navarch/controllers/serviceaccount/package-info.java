/**
 * What every namespace has from its first moment: the {@code default} service account and the ConfigMap {@code
 * kube-root-ca.crt} that its pods trust the API server by. Both come back when they are deleted or changed, until the
 * namespace itself goes.
 */
@NullMarked
package dev.navarch.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
