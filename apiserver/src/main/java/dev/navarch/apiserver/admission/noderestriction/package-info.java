/** Lets a kubelet change only its own node and the pods bound to it: what the node authorizer cannot see in a request's path, checked on its body. */
@NullMarked
package dev.navarch.apiserver.admission.noderestriction;

import org.jspecify.annotations.NullMarked;
