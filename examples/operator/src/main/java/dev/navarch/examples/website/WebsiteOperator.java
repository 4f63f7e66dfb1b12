package dev.navarch.examples.website;

import io.javaoperatorsdk.operator.Operator;

/** Runs the operator on the current cluster until it is stopped. */
public final class WebsiteOperator {

    private WebsiteOperator() {}

    public static void main(String[] args) {
        Operator operator = new Operator();
        operator.register(new WebsiteReconciler());
        operator.installShutdownHook(java.time.Duration.ofSeconds(10));
        operator.start();
    }
}
