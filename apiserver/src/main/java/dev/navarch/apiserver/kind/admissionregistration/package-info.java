/**
 * Webhooks and policies for admission: what must hold of their configurations. Expressions are compiled elsewhere.
 */
@NullMarked
package dev.navarch.apiserver.kind.admissionregistration;

import org.jspecify.annotations.NullMarked;
