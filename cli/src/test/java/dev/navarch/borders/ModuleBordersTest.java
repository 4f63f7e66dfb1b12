package dev.navarch.borders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.navarch", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleBordersTest {

    @ArchTest
    static final ArchRule arrows_between_modules_point_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.navarch..")
            .layer("api-types")
            .definedBy("dev.navarch.api..")
            .layer("apiserver")
            .definedBy("dev.navarch.apiserver..")
            .layer("crds")
            .definedBy("dev.navarch.crds..")
            .layer("controllers")
            .definedBy("dev.navarch.controllers..")
            .layer("kubelet")
            .definedBy("dev.navarch.kubelet..")
            .layer("proxy")
            .definedBy("dev.navarch.proxy..")
            .layer("cli")
            .definedBy("dev.navarch.cli..")
            .whereLayer("api-types")
            .mayNotAccessAnyLayer()
            .whereLayer("apiserver")
            .mayOnlyAccessLayers("api-types")
            .whereLayer("crds")
            .mayOnlyAccessLayers("api-types", "apiserver")
            .whereLayer("controllers")
            .mayOnlyAccessLayers("api-types")
            .whereLayer("kubelet")
            .mayOnlyAccessLayers("api-types")
            .whereLayer("proxy")
            .mayOnlyAccessLayers("api-types")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule the_registry_never_names_a_kind = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.navarch.apiserver.registry..",
                    "dev.navarch.apiserver.cache..",
                    "dev.navarch.apiserver.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.navarch.apiserver.kind..", "dev.navarch.crds..");

    @ArchTest
    static final ArchRule storage_knows_bytes_and_nothing_of_the_api_above_it = noClasses()
            .that()
            .resideInAPackage("dev.navarch.apiserver.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.navarch.apiserver.registry..",
                    "dev.navarch.apiserver.cache..",
                    "dev.navarch.apiserver.endpoint..",
                    "dev.navarch.apiserver.http..");

    @ArchTest
    static final ArchRule controllers_reconcile_and_do_not_schedule = noClasses()
            .that()
            .resideInAPackage("dev.navarch.controllers.*..")
            .and()
            .resideOutsideOfPackage("dev.navarch.controllers.scheduler..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.navarch.controllers.scheduler..");

    @ArchTest
    static final ArchRule pods_are_driven_through_the_runtime_seam_alone = noClasses()
            .that()
            .resideInAPackage("dev.navarch.kubelet.*..")
            .and()
            .resideOutsideOfPackage("dev.navarch.kubelet.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.navarch.kubelet.runtime.docker..", "dev.navarch.kubelet.runtime.simulated..");
}
