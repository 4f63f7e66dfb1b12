/**
 * Keys and certificates of a cluster: its authorities, the certificates they sign, and PEM files. Bouncy Castle builds
 * certificates; everything else is the JDK. Files that hold a private key are readable by their owner alone from the
 * moment they exist.
 */
@NullMarked
package dev.navarch.apiserver.pki;

import org.jspecify.annotations.NullMarked;
