/**
 * The borders of the house, on the classes of all modules as the command line composes them: which module and which
 * package may name which. A failing rule names the class that crossed; the remedy is to move the code, not the border.
 */
@NullMarked
package dev.navarch.borders;

import org.jspecify.annotations.NullMarked;
