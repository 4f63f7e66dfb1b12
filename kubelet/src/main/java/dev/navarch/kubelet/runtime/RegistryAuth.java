package dev.navarch.kubelet.runtime;

/** Credentials for one registry. Never logged. */
public record RegistryAuth(String registry, String username, String password, String identityToken) {

    @Override
    public String toString() {
        return "RegistryAuth[" + registry + "]";
    }
}
