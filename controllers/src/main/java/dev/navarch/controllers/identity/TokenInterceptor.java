package dev.navarch.controllers.identity;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Puts a service account's token on each request, and a new one where the old one is refused. */
final class TokenInterceptor implements Interceptor {

    private static final String HEADER = "Authorization";
    private static final String BEARER = "Bearer ";

    private final ServiceAccountToken token;
    private final Executor tasks;

    TokenInterceptor(ServiceAccountToken token, Executor tasks) {
        this.token = token;
        this.tasks = tasks;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        builder.setHeader(HEADER, BEARER + token.get());
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        if (response.code() != HttpURLConnection.HTTP_UNAUTHORIZED) {
            return CompletableFuture.completedFuture(false);
        }
        String header = response.request() == null ? null : response.request().header(HEADER);
        String refused = header == null ? null : header.substring(Math.min(header.length(), BEARER.length()));
        return CompletableFuture.supplyAsync(() -> token.after(refused), tasks).thenApply(fresh -> {
            builder.setHeader(HEADER, BEARER + fresh);
            return true;
        });
    }
}
