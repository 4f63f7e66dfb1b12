package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The client that Java Operator SDK is given. The SDK opens a watch of its own for each controller's primary kind by
 * {@code client.resources(kind).inAnyNamespace().runnableInformer(0)}, and has no seam to prevent that; this client
 * answers that chain with a view of the shared informer, and passes everything else on. See ADR "one watch a kind".
 */
public final class SharedInformerClient {

    private SharedInformerClient() {}

    public static KubernetesClient over(KubernetesClient client, SharedInformers informers) {
        return proxy(KubernetesClient.class, (proxy, method, args) -> {
            if (method.getName().equals("resources") && args != null && args.length == 1) {
                @SuppressWarnings("unchecked")
                Class<? extends HasMetadata> type = (Class<? extends HasMetadata>) args[0];
                return operation(client.resources(type), informers.of(type));
            }
            return pass(client, method, args);
        });
    }

    private static MixedOperation<?, ?, ?> operation(MixedOperation<?, ?, ?> operation, SharedInformer<?> informer) {
        return proxy(MixedOperation.class, (proxy, method, args) -> switch (method.getName()) {
            case "inAnyNamespace" -> proxy;
            case "withLabelSelector" ->
                args != null && args.length == 1 && args[0] == null ? proxy : pass(operation, method, args);
            case "runnableInformer" -> new SharedInformerView<>(informer.fabric8());
            default -> pass(operation, method, args);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object pass(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() != null ? e.getCause() : e;
        }
    }
}
