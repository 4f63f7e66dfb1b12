package dev.navarch.borders;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

@AnalyzeClasses(packages = "dev.navarch", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseStyleTest {

    private static final DescribedPredicate<JavaClass> MUTABLE = assignableTo(AbstractCollection.class)
            .or(assignableTo(AbstractMap.class))
            .or(assignableTo(ConcurrentMap.class))
            .or(assignableTo(Queue.class))
            .or(assignableTo(Executor.class))
            .or(assignableTo(Lock.class))
            .or(assignableTo(Thread.class))
            .or(assignableTo(ThreadLocal.class))
            .or(resideInAPackage("java.util.concurrent.atomic"))
            .as("a mutable type");

    @ArchTest
    static final ArchRule a_package_is_named_for_what_it_is_about = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..helpers..", "..manager..");

    @ArchTest
    static final ArchRule a_class_is_named_for_its_role =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helpers?)$");

    @ArchTest
    static final ArchRule static_fields_are_final =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule nothing_static_can_hold_what_servers_of_one_process_would_share = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(MUTABLE)
            .because("many servers run in one process; the state of each belongs to its objects");

    @ArchTest
    static final ArchRule nobody_ends_the_process_but_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage("dev.navarch.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);
}
