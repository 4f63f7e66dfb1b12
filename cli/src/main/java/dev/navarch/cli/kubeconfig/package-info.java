/**
 * The user's kubeconfig files: a cluster's context is merged in and taken out, everything else in the file stays as it
 * was. Files are written whole, with mode 0600, in block style, under the same lock file that kubectl takes.
 */
@NullMarked
package dev.navarch.cli.kubeconfig;

import org.jspecify.annotations.NullMarked;
