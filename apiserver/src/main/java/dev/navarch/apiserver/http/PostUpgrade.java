package dev.navarch.apiserver.http;

import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.Http1ServerRequest;

/**
 * SPDY clients upgrade with POST, which Vert.x refuses although HTTP allows it. So that request is made to look like a
 * GET before Vert.x has asked for its method; who needs the real one gets it here.
 */
final class PostUpgrade {
    private PostUpgrade() {}

    /** Must be the first to touch the request. */
    static String methodOf(HttpServerRequest request) {
        if (request instanceof Http1ServerRequest http1
                && http1.nettyRequest().method().equals(HttpMethod.POST)
                && http1.nettyRequest().headers().contains("Upgrade")) {
            http1.nettyRequest().setMethod(HttpMethod.GET);
            return "POST";
        }
        return request.method().name();
    }
}
