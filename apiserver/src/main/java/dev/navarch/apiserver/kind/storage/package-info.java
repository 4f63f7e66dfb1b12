/**
 * Storage classes, drivers and what they report: what must hold of them. Classes are immutable for the most part, since
 * volumes that were made by them are not made again.
 */
@NullMarked
package dev.navarch.apiserver.kind.storage;

import org.jspecify.annotations.NullMarked;
