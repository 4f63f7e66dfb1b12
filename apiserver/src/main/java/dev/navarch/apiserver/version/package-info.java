/** {@code /version}: which Kubernetes this server is compatible with, in upstream's form, since clients branch on it. */
@NullMarked
package dev.navarch.apiserver.version;

import org.jspecify.annotations.NullMarked;
