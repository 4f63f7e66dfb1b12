/** Jobs and CronJobs: defaults, generated selectors and checks. */
@NullMarked
package dev.navarch.apiserver.kind.batch;

import org.jspecify.annotations.NullMarked;
