/**
 * Deletes objects whose owners are gone, and lets owners go once their dependents are dealt with. {@link
 * dev.navarch.controllers.garbagecollector.OwnerGraph} holds who owns whom over all kinds, custom ones included, from
 * metadata alone; whatever it suggests is checked against the API server before anything is deleted, so a graph that is
 * behind the truth costs time and never an object.
 */
@NullMarked
package dev.navarch.controllers.garbagecollector;

import org.jspecify.annotations.NullMarked;
