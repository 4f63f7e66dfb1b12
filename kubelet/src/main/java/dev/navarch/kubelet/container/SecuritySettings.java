package dev.navarch.kubelet.container;

import dev.navarch.kubelet.runtime.ContainerConfig.Security;
import dev.navarch.kubelet.runtime.ImageStatus;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The security context of a container over that of its pod. */
final class SecuritySettings {
    private final Path seccompRoot;
    private final boolean seccompDefault;

    SecuritySettings(Path seccompRoot, boolean seccompDefault) {
        this.seccompRoot = seccompRoot;
        this.seccompDefault = seccompDefault;
    }

    /** @param targetContainer id of the container whose process namespace an ephemeral container joins */
    Security of(Pod pod, Container container, ImageStatus image, Optional<String> targetContainer)
            throws ContainerConfigException {
        SecurityContext own = container.getSecurityContext() == null
                ? new SecurityContextBuilder().build()
                : container.getSecurityContext();
        PodSecurityContext shared = pod.getSpec().getSecurityContext() == null
                ? new PodSecurityContext()
                : pod.getSpec().getSecurityContext();
        Long user = own.getRunAsUser() == null ? shared.getRunAsUser() : own.getRunAsUser();
        Long group = own.getRunAsGroup() == null ? shared.getRunAsGroup() : own.getRunAsGroup();
        Boolean nonRoot = own.getRunAsNonRoot() == null ? shared.getRunAsNonRoot() : own.getRunAsNonRoot();
        if (Boolean.TRUE.equals(nonRoot)) {
            verifyNonRoot(pod, container, user, image);
        }
        Capabilities capabilities = own.getCapabilities() == null ? new Capabilities() : own.getCapabilities();
        boolean privileged = Boolean.TRUE.equals(own.getPrivileged());
        return new Security(
                user(user, group, image),
                groups(shared),
                privileged,
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                capabilities.getAdd(),
                capabilities.getDrop(),
                privileged ? "unconfined" : seccomp(own, shared),
                privileged ? "unconfined" : apparmor(own, shared),
                "Unmasked".equals(own.getProcMount()),
                processNamespace(pod, targetContainer),
                Boolean.TRUE.equals(pod.getSpec().getHostNetwork()),
                Boolean.TRUE.equals(pod.getSpec().getHostIPC()));
    }

    private static void verifyNonRoot(Pod pod, Container container, @Nullable Long user, ImageStatus image)
            throws ContainerConfigException {
        String whose = " (pod: \"" + pod.getMetadata().getName() + "_"
                + pod.getMetadata().getNamespace() + "(" + pod.getMetadata().getUid() + ")\", container: "
                + container.getName() + ")";
        if (user != null) {
            if (user == 0) {
                throw ContainerConfigException.config("container's runAsUser breaks non-root policy" + whose);
            }
            return;
        }
        String name = image.user().split(":", 2)[0];
        if (name.isEmpty() || name.equals("0")) {
            throw ContainerConfigException.config("container has runAsNonRoot and image will run as root" + whose);
        }
        if (!name.chars().allMatch(Character::isDigit)) {
            throw ContainerConfigException.config("container has runAsNonRoot and image has non-numeric user (" + name
                    + "), cannot verify user is non-root" + whose);
        }
    }

    private static String user(@Nullable Long user, @Nullable Long group, ImageStatus image) {
        if (user == null && group == null) {
            return "";
        }
        String name = user == null ? image.user().split(":", 2)[0] : Long.toString(user);
        String known = name.isEmpty() ? "0" : name;
        return group == null ? known : known + ":" + group;
    }

    private static List<Long> groups(PodSecurityContext shared) {
        List<Long> groups = new ArrayList<>(shared.getSupplementalGroups());
        if (shared.getFsGroup() != null && !groups.contains(shared.getFsGroup())) {
            groups.add(shared.getFsGroup());
        }
        return groups;
    }

    private String seccomp(SecurityContext own, PodSecurityContext shared) throws ContainerConfigException {
        SeccompProfile profile = own.getSeccompProfile() == null ? shared.getSeccompProfile() : own.getSeccompProfile();
        if (profile == null) {
            return seccompDefault ? "runtime/default" : "unconfined";
        }
        return switch (profile.getType()) {
            case "RuntimeDefault" -> "runtime/default";
            case "Localhost" -> localhost(profile.getLocalhostProfile());
            default -> "unconfined";
        };
    }

    private String localhost(@Nullable String name) throws ContainerConfigException {
        Path file = seccompRoot.resolve(String.valueOf(name)).normalize();
        try {
            if (!file.startsWith(seccompRoot)) {
                throw new IOException("outside the directory of profiles");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw ContainerConfigException.config("cannot load seccomp profile \"" + name + "\": " + e.getMessage());
        }
    }

    private static @Nullable String apparmor(SecurityContext own, PodSecurityContext shared) {
        AppArmorProfile profile =
                own.getAppArmorProfile() == null ? shared.getAppArmorProfile() : own.getAppArmorProfile();
        if (profile == null) {
            return null;
        }
        return switch (profile.getType()) {
            case "RuntimeDefault" -> "runtime/default";
            case "Localhost" -> profile.getLocalhostProfile();
            default -> "unconfined";
        };
    }

    private static String processNamespace(Pod pod, Optional<String> targetContainer) {
        if (targetContainer.isPresent()) {
            return targetContainer.get();
        }
        if (Boolean.TRUE.equals(pod.getSpec().getHostPID())) {
            return "node";
        }
        return Boolean.TRUE.equals(pod.getSpec().getShareProcessNamespace()) ? "pod" : "container";
    }
}
