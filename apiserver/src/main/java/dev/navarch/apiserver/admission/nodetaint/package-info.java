/** Taints new nodes as not ready, so that nothing is scheduled on one before its kubelet says that it is ready. */
@NullMarked
package dev.navarch.apiserver.admission.nodetaint;

import org.jspecify.annotations.NullMarked;
