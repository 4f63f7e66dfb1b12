/**
 * Refuses what would exceed a namespace's quota, and counts what is admitted in the quota's status before it is stored,
 * so that two requests cannot both take the last of it. The quota controller gives back what was counted and not stored.
 */
@NullMarked
package dev.navarch.apiserver.admission.resourcequota;

import org.jspecify.annotations.NullMarked;
