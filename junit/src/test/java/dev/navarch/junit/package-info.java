@NullMarked
package dev.navarch.junit;

import org.jspecify.annotations.NullMarked;
