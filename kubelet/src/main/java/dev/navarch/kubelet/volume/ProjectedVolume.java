package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several sources in one directory: the volume of every pod's service account token. */
final class ProjectedVolume implements VolumeSetup {
    private final ApiData data;
    private final ServiceAccountTokens tokens;

    ProjectedVolume(ApiData data, ServiceAccountTokens tokens) {
        this.data = data;
        this.tokens = tokens;
    }

    @Override
    public boolean handles(Volume volume) {
        return volume.getProjected() != null;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~projected";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        ProjectedVolumeSource source = context.volume().getProjected();
        Payload payload = new Payload();
        for (VolumeProjection projection : source.getSources()) {
            collect(context, projection, source.getDefaultMode(), payload);
        }
        MemoryBacked.create(context.directory());
        AtomicWriter.write(context.directory(), payload, FsGroup.of(context.pod()));
        return context.directory();
    }

    private void collect(Context context, VolumeProjection projection, @Nullable Integer mode, Payload payload)
            throws VolumeException {
        Pod pod = context.pod();
        if (projection.getConfigMap() != null) {
            ConfigMapProjection map = projection.getConfigMap();
            boolean optional = Boolean.TRUE.equals(map.getOptional());
            data.configMap(pod, map.getName(), map.getItems(), optional, mode, payload);
        } else if (projection.getSecret() != null) {
            SecretProjection secret = projection.getSecret();
            boolean optional = Boolean.TRUE.equals(secret.getOptional());
            data.secret(pod, secret.getName(), secret.getItems(), optional, mode, payload);
        } else if (projection.getDownwardAPI() != null) {
            data.downwardApi(context, projection.getDownwardAPI().getItems(), mode, payload);
        } else if (projection.getServiceAccountToken() != null) {
            token(pod, projection.getServiceAccountToken(), mode, payload);
        } else {
            throw new VolumeException("this kubelet does not support the projected source "
                    + (projection.getClusterTrustBundle() != null ? "clusterTrustBundle" : "podCertificate"));
        }
    }

    /** A token is for its user alone: owned by it, or by the group, and open to others only where neither is known. */
    private void token(Pod pod, ServiceAccountTokenProjection projection, @Nullable Integer mode, Payload payload)
            throws VolumeException {
        String token = tokens.token(pod, projection);
        Optional<Long> user = FsGroup.of(pod).isPresent() ? Optional.empty() : onlyUser(pod);
        boolean narrow = user.isPresent() || FsGroup.of(pod).isPresent();
        payload.put(
                projection.getPath(),
                token.getBytes(StandardCharsets.UTF_8),
                narrow ? 0600 : Payload.mode(null, mode),
                user);
    }

    /** The user that all containers run as, if they say so and agree. */
    private static Optional<Long> onlyUser(Pod pod) {
        Set<Optional<Long>> users = new HashSet<>();
        pod.getSpec().getContainers().forEach(c -> users.add(user(pod, c)));
        pod.getSpec().getInitContainers().forEach(c -> users.add(user(pod, c)));
        return users.size() == 1 ? users.iterator().next() : Optional.empty();
    }

    private static Optional<Long> user(Pod pod, Container container) {
        if (container.getSecurityContext() != null
                && container.getSecurityContext().getRunAsUser() != null) {
            return Optional.of(container.getSecurityContext().getRunAsUser());
        }
        return pod.getSpec().getSecurityContext() == null
                ? Optional.empty()
                : Optional.ofNullable(pod.getSpec().getSecurityContext().getRunAsUser());
    }
}
