/** Rejects nodes without room for what a pod requests, and scores nodes by how full or how balanced they get. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.noderesources;

import org.jspecify.annotations.NullMarked;
