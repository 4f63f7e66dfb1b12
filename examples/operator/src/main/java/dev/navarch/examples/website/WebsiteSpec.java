package dev.navarch.examples.website;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * What is asked for.
 *
 * @param html the page, served as {@code /}
 * @param image has BusyBox's {@code httpd}
 * @param replicas 1 to 10
 */
public record WebsiteSpec(
        @JsonProperty("html") @Required String html,

        @JsonProperty("image") @Default("guestbook/frontend:1")
        String image,

        @JsonProperty("replicas") @PrinterColumn(name = "Replicas") @Default("1") @Min(1) @Max(10)
        int replicas) {}
