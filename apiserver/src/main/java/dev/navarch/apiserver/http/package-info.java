/**
 * The wire: TLS, HTTP/1.1 and HTTP/2, one virtual thread a request, blocking code from here on. A handler sees an {@link
 * dev.navarch.apiserver.http.Exchange} and nothing of the server below it. Only this package knows Vert.x; every write
 * waits for a slow client, and no longer than its limit.
 */
@NullMarked
package dev.navarch.apiserver.http;

import org.jspecify.annotations.NullMarked;
