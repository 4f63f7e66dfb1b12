package dev.navarch.examples.website;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.PrinterColumn;

/**
 * What was seen.
 *
 * @param observedGeneration the generation that this status speaks of
 * @param readyReplicas how many replicas serve the page
 * @param host the name that pods reach it by
 */
public record WebsiteStatus(
        @JsonProperty("observedGeneration") long observedGeneration,

        @JsonProperty("readyReplicas") @PrinterColumn(name = "Ready")
        int readyReplicas,

        @JsonProperty("host") @PrinterColumn(name = "Host") String host) {}
