/**
 * {@code KubeSchedulerConfiguration} (kubescheduler.config.k8s.io/v1): read strictly, defaulted and validated as upstream
 * does, into immutable records.
 */
@NullMarked
package dev.navarch.controllers.scheduler.config;

import org.jspecify.annotations.NullMarked;
