/**
 * Runs pods until enough of them have succeeded. A pod of a job carries a finalizer until it is counted: first its UID is
 * written to the job's status, then the finalizer goes, then the counters rise; so no end of a pod is counted twice or
 * lost, whatever stops in between. Conditions come in two steps as well: {@code SuccessCriteriaMet} or {@code
 * FailureTarget} when the end is decided, {@code Complete} or {@code Failed} when the last pod is gone.
 */
@NullMarked
package dev.navarch.controllers.job;

import org.jspecify.annotations.NullMarked;
