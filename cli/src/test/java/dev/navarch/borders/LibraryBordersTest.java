package dev.navarch.borders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A library that could be exchanged is seen by one package; the rest of the code speaks to that package's seam. */
@AnalyzeClasses(packages = "dev.navarch", importOptions = ImportOption.DoNotIncludeTests.class)
class LibraryBordersTest {

    @ArchTest
    static final ArchRule only_the_etcd_storage_sees_jetcd =
            onlyIn("the seam is Storage", "io.etcd..", "dev.navarch.apiserver.storage.etcd..");

    @ArchTest
    static final ArchRule only_the_embedded_storage_sees_rocksdb =
            onlyIn("the seam is Storage", "org.rocksdb..", "dev.navarch.apiserver.storage.embedded..");

    @ArchTest
    static final ArchRule only_the_docker_runtime_sees_docker_java =
            onlyIn("the seam is ContainerRuntime", "com.github.dockerjava..", "dev.navarch.kubelet.runtime.docker..");

    @ArchTest
    static final ArchRule only_the_servers_see_vertx = onlyIn(
            "handlers are blocking code on virtual threads, and another server could carry them",
            "io.vertx..",
            "dev.navarch.apiserver.http..",
            "dev.navarch.apiserver.storage.etcd..",
            "dev.navarch.kubelet..");

    @ArchTest
    static final ArchRule in_the_kubelet_only_the_wiring_the_server_and_network_probes_see_vertx = noClasses()
            .that()
            .resideInAPackage("dev.navarch.kubelet..")
            .and()
            .resideOutsideOfPackages(
                    "dev.navarch.kubelet", "dev.navarch.kubelet.server..", "dev.navarch.kubelet.probe..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule only_dns_sees_dnsjava =
            onlyIn("service maps know nothing of the wire format", "org.xbill..", "dev.navarch.proxy.dns..");

    @ArchTest
    static final ArchRule only_custom_resources_see_the_cel_compiler = onlyIn(
            "built-in kinds are validated by code and start without a compiler", "dev.cel..", "dev.navarch.crds..");

    @ArchTest
    static final ArchRule only_the_command_line_sees_picocli_and_logback = noClasses()
            .that()
            .resideOutsideOfPackage("dev.navarch.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule the_api_server_is_no_client = noClasses()
            .that()
            .resideInAnyPackage("dev.navarch.api..", "dev.navarch.apiserver..", "dev.navarch.crds..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..");

    private static ArchRule onlyIn(String reason, String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .because(reason);
    }
}
