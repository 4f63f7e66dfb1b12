package dev.navarch.proxy;

import dev.navarch.proxy.service.ServiceMap;
import java.io.IOException;

/** The means by which a map of services is served. */
interface PacketRules extends AutoCloseable {

    /** Serves the map from now on; throws when it could not be put in place, and is then called again. */
    void apply(ServiceMap map) throws IOException;

    @Override
    default void close() {}
}
