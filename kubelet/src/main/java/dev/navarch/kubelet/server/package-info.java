/**
 * The kubelet's HTTPS API of port 10250. Vert.x accepts and terminates TLS; each request then runs as blocking code
 * on a virtual thread. Nobody is served who has not been authenticated and, by the API server's SubjectAccessReview,
 * authorized.
 */
@NullMarked
package dev.navarch.kubelet.server;

import org.jspecify.annotations.NullMarked;
