package dev.navarch.apiserver.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * A server to ask.
 *
 * @param clientConfig {@code url} or {@code service}, and {@code caBundle}, as configurations write them
 * @param timeout how long an answer is waited for; the server is told
 */
public record WebhookTarget(String name, JsonNode clientConfig, Duration timeout) {}
