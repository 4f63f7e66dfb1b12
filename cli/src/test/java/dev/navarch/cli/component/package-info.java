@NullMarked
package dev.navarch.cli.component;

import org.jspecify.annotations.NullMarked;
