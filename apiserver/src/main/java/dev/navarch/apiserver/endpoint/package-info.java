/**
 * One class a verb, between the wire and the registry: what media type is spoken, what the options are, the body
 * decoded, the answer in the form that was asked for. Every failure is answered with a {@code Status} in upstream's
 * words. Nothing here keeps state between requests.
 */
@NullMarked
package dev.navarch.apiserver.endpoint;

import org.jspecify.annotations.NullMarked;
