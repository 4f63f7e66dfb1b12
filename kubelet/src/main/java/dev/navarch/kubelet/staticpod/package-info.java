/**
 * Pods from files of this machine, and their mirrors: objects in the API that show what runs and how it fares, but that
 * nobody can change a static pod through.
 */
@NullMarked
package dev.navarch.kubelet.staticpod;

import org.jspecify.annotations.NullMarked;
