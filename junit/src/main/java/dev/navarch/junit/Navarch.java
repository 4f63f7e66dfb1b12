package dev.navarch.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test its own Kubernetes API server over HTTPS: one for the class where the class is annotated, one for the
 * method where the method is. Parameters and fields of the types {@code KubernetesClient}, {@code Config} and {@link
 * NavarchServer} are injected, a {@code Path} annotated with {@link Kubeconfig} too; what they are given is closed with
 * the server.
 *
 * <pre>{@code
 * @Navarch(controllers = "*")
 * class WidgetControllerTest {
 *     KubernetesClient client;
 *
 *     @Test
 *     void a_namespace_goes_away_with_what_is_in_it() { ... }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NavarchExtension.class)
public @interface Navarch {

    /**
     * Which controllers run, as kube-controller-manager's {@code --controllers}: {@code *} for all that are on by
     * default, a name such as {@code namespace-controller} to turn one on, {@code -name} to turn one off. None by
     * default: then nothing changes objects but the test, namespaces stay Terminating, and pods need no service account.
     */
    String[] controllers() default {};
}
