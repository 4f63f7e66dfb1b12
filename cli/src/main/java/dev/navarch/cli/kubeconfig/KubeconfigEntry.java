package dev.navarch.cli.kubeconfig;

/**
 * What a client needs to reach a cluster: one context with a cluster and a user of the same name.
 *
 * @param name of the context, the cluster and the user alike
 * @param server the URL of the API server
 * @param certificateAuthority PEM
 * @param clientCertificate PEM
 * @param clientKey PEM
 */
public record KubeconfigEntry(
        String name, String server, String certificateAuthority, String clientCertificate, String clientKey) {

    @Override
    public String toString() {
        return "KubeconfigEntry[" + name + " " + server + "]";
    }
}
