/**
 * What a request is about, read from its path and parameters before anything else happens: {@link
 * dev.navarch.apiserver.request.RequestInfo} names verb and resource by upstream's rules, {@link
 * dev.navarch.apiserver.request.RequestContext} carries what the later steps learn (user, options, warnings).
 */
@NullMarked
package dev.navarch.apiserver.request;

import org.jspecify.annotations.NullMarked;
