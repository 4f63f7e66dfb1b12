package dev.navarch.controllers.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.navarch.controllers.scheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class SchedulerBordersTest {

    @ArchTest
    static final ArchRule framework_never_names_a_plugin = noClasses()
            .that()
            .resideInAPackage("..scheduler.framework..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..scheduler.plugins..");

    @ArchTest
    static final ArchRule plugins_see_the_framework_and_nothing_around_it = noClasses()
            .that()
            .resideInAPackage("..scheduler.plugins..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.navarch.controllers.scheduler", "..scheduler.queue..", "..scheduler.cache..");

    @ArchTest
    static final ArchRule no_plugin_sees_another =
            slices().matching("..scheduler.plugins.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_are_free_of_cycles = slices().matching("dev.navarch.controllers.scheduler.(*)..")
            .should()
            .beFreeOfCycles();
}
