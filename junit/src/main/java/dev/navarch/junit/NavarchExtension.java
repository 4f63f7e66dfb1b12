package dev.navarch.junit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What is behind {@link Navarch}. A server is kept in the store of the class or method that is annotated, which closes it;
 * JUnit looks in a method's store first, then in its class's.
 */
final class NavarchExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(NavarchExtension.class);

    NavarchExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        startIfAnnotated(context, testClass);
        if (server(context) != null) {
            inject(context, testClass, null);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startIfAnnotated(context, context.getRequiredTestMethod());
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(context, instance.getClass(), instance);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isInjected(parameter.getParameter().getType(), parameter.isAnnotated(Kubeconfig.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return value(context, parameter.getParameter().getType());
    }

    private static void startIfAnnotated(ExtensionContext context, AnnotatedElement element) {
        AnnotationSupport.findAnnotation(element, Navarch.class)
                .ifPresent(wanted -> context.getStore(NAMESPACE)
                        .put(NavarchServer.class, NavarchServer.start(List.of(wanted.controllers()))));
    }

    private static @Nullable NavarchServer server(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(NavarchServer.class, NavarchServer.class);
    }

    private static NavarchServer requiredServer(ExtensionContext context) {
        return Optional.ofNullable(server(context))
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "no server runs yet: @Navarch is on a method, and its server starts with the method"));
    }

    private static boolean isInjected(Class<?> type, boolean kubeconfig) {
        return type == KubernetesClient.class
                || type == Config.class
                || type == NavarchServer.class
                || (type == Path.class && kubeconfig);
    }

    private static Object value(ExtensionContext context, Class<?> type) {
        NavarchServer server = requiredServer(context);
        if (type == KubernetesClient.class) {
            return server.client();
        }
        if (type == Config.class) {
            return server.config();
        }
        return type == Path.class ? server.kubeconfig() : server;
    }

    /** Sets the static fields of the class, or the others of the instance. */
    private static void inject(ExtensionContext context, Class<?> type, @Nullable Object instance) {
        List<Field> fields = ReflectionSupport.findFields(
                type,
                field -> Modifier.isStatic(field.getModifiers()) == (instance == null)
                        && !Modifier.isFinal(field.getModifiers())
                        && isInjected(field.getType(), field.isAnnotationPresent(Kubeconfig.class)),
                HierarchyTraversalMode.TOP_DOWN);
        for (Field field : fields) {
            set(field, instance, value(context, field.getType()));
        }
    }

    private static void set(Field field, @Nullable Object instance, Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ExtensionConfigurationException("cannot set " + field, e);
        }
    }
}
