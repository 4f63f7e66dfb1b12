/**
 * Events as the rest of the world sees them: recorded without waiting, joined where they repeat (one object, one reason,
 * one message: a count), gathered where only their texts differ, and dropped where one object is too loud. A controller
 * never fails because of an event.
 */
@NullMarked
package dev.navarch.controllers.events;

import org.jspecify.annotations.NullMarked;
