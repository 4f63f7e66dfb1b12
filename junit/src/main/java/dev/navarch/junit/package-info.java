/**
 * A Kubernetes API server for each test, in the test's own JVM: {@link dev.navarch.junit.Navarch} on a class or a method
 * starts one and injects clients for it; {@link dev.navarch.junit.NavarchServer} does the same without JUnit. Nothing is
 * shared between servers: each has its own storage in memory, port, keys and directory, and all of it is gone at the end.
 */
@NullMarked
package dev.navarch.junit;

import org.jspecify.annotations.NullMarked;
