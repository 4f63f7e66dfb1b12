/**
 * Getting images: pull policy, credentials from pull secrets, one pull at a time of the same image, and the backoff
 * after a pull that failed.
 */
@NullMarked
package dev.navarch.kubelet.image;

import org.jspecify.annotations.NullMarked;
