/**
 * Pod templates through time: how one is named and compared, and ControllerRevisions, in which DaemonSets and
 * StatefulSets keep earlier ones to be rolled back to.
 */
@NullMarked
package dev.navarch.controllers.revisions;

import org.jspecify.annotations.NullMarked;
