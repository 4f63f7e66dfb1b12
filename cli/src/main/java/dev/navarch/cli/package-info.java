/**
 * The command line: {@code navarch up} and its siblings compose all components in one background process, the component
 * commands run one each under upstream's flag names. Commands parse and print; what they do lives in the packages below.
 * An expected failure is a {@link dev.navarch.cli.CommandException}: one clear line and a non-zero exit, never a stack
 * trace.
 */
@NullMarked
package dev.navarch.cli;

import org.jspecify.annotations.NullMarked;
