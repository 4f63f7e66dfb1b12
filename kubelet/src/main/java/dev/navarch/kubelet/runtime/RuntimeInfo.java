package dev.navarch.kubelet.runtime;

/**
 * Who the runtime is.
 *
 * @param name lower case, the scheme of container ids ({@code docker})
 * @param version upstream shows it as name://version
 */
public record RuntimeInfo(String name, String version, String apiVersion) {}
