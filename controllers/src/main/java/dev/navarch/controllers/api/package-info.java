/**
 * How controllers speak to the API beyond plain typed calls: what an error means, times as the API writes them, and
 * requests on resources known only by name. Nothing here knows a controller.
 */
@NullMarked
package dev.navarch.controllers.api;

import org.jspecify.annotations.NullMarked;
