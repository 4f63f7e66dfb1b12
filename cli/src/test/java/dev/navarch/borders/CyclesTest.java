package dev.navarch.borders;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Packages on the first level of a module lie in layers. Below a package its own parts may name their seams above and be
 * wired by them.
 */
@AnalyzeClasses(packages = "dev.navarch", importOptions = ImportOption.DoNotIncludeTests.class)
class CyclesTest {

    @ArchTest
    static final ArchRule api_types = acyclic("dev.navarch.api.(*)..");

    @ArchTest
    static final ArchRule apiserver = acyclic("dev.navarch.apiserver.(*)..");

    @ArchTest
    static final ArchRule crds = acyclic("dev.navarch.crds.(*)..");

    @ArchTest
    static final ArchRule controllers = acyclic("dev.navarch.controllers.(*)..");

    @ArchTest
    static final ArchRule kubelet = acyclic("dev.navarch.kubelet.(*)..");

    @ArchTest
    static final ArchRule proxy = acyclic("dev.navarch.proxy.(*)..");

    @ArchTest
    static final ArchRule cli = acyclic("dev.navarch.cli.(*)..");

    private static ArchRule acyclic(String packages) {
        return slices().matching(packages).should().beFreeOfCycles();
    }
}
