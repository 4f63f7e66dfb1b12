package dev.navarch.apiserver.kind.batch;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;

/** The kinds of {@code batch}. */
public final class BatchKinds {

    private BatchKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("batch", "jobs"),
                kind().defaults(BatchDefaults::job)
                        .onCreate(JobSelector::generate)
                        .counted()
                        .selectableOr("0", "status.successful", "/status/succeeded")
                        .garbageCollection(GarbageCollectionPolicy.ORPHAN)
                        .warnOnDelete("child pods are preserved by default when jobs are deleted; set"
                                + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to"
                                + " suppress this warning")
                        .rules(JobRules::created)
                        .updateRules(JobRules::changed)
                        .statusRules(JobStatusRules::validate)
                        .warnings(JobRules::warnings)
                        .build());
        strategies.put(
                new GroupResource("batch", "cronjobs"),
                kind().defaults(BatchDefaults::cronJob)
                        .counted()
                        .rules(CronJobRules::created)
                        .updateRules(CronJobRules::changed)
                        .warnings(CronJobRules::warnings)
                        .build());
    }
}
