/**
 * Role-based access control: roles and bindings, kept in memory and indexed by subject, decide who may do what; and the
 * check that nobody grants rights which they do not hold themselves.
 */
@NullMarked
package dev.navarch.apiserver.authorization.rbac;

import org.jspecify.annotations.NullMarked;
