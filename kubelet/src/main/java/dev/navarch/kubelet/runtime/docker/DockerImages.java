package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ImageStatus;
import dev.navarch.kubelet.runtime.RegistryAuth;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Images on Docker. Remembers what an image id is called, since that never changes while a container uses it. */
final class DockerImages {
    /** A pull without any progress for so long is given up, as upstream's imagePullProgressDeadline had it. */
    private static final long PULL_MINUTES = 30;

    private final DockerClient docker;
    private final Map<String, String> references = new ConcurrentHashMap<>();

    DockerImages(DockerClient docker) {
        this.docker = docker;
    }

    Optional<ImageStatus> image(String reference) {
        try {
            return Optional.of(status(docker.inspectImageCmd(reference).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static ImageStatus status(InspectImageResponse image) {
        String user = image.getConfig() == null || image.getConfig().getUser() == null
                ? ""
                : image.getConfig().getUser();
        return new ImageStatus(
                String.valueOf(image.getId()),
                orEmpty(image.getRepoTags()),
                orEmpty(image.getRepoDigests()),
                image.getSize() == null ? 0 : image.getSize(),
                user,
                image.getCreated() == null ? Instant.EPOCH : Instant.parse(image.getCreated()));
    }

    /** What the image field of a container's status shows. */
    String reference(String imageId) {
        return references.computeIfAbsent(
                imageId, id -> image(id).map(ImageStatus::reference).orElse(id));
    }

    /** The name that the container was asked for; kept as a label since containers are created by image id. */
    String name(InspectContainerResponse container) {
        Map<String, String> labels = container.getConfig().getLabels();
        return labels.getOrDefault(
                "io.kubernetes.container.image",
                String.valueOf(container.getConfig().getImage()));
    }

    List<ImageStatus> images() {
        return docker.listImagesCmd().exec().stream().map(DockerImages::status).toList();
    }

    private static ImageStatus status(Image image) {
        return new ImageStatus(
                image.getId(),
                named(image.getRepoTags()),
                named(image.getRepoDigests()),
                image.getSize() == null ? 0 : image.getSize(),
                "",
                Instant.ofEpochSecond(image.getCreated() == null ? 0 : image.getCreated()));
    }

    private static List<String> named(String @Nullable [] names) {
        return names == null
                ? List.of()
                : List.of(names).stream().filter(n -> !n.contains("<none>")).toList();
    }

    private static List<String> orEmpty(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    ImageStatus pull(String reference, @Nullable RegistryAuth auth) throws ContainerRuntimeException {
        PullImageCmd command = docker.pullImageCmd(reference);
        if (!reference.contains("@") && reference.lastIndexOf(':') <= reference.lastIndexOf('/')) {
            command.withTag("latest");
        }
        if (auth != null) {
            command.withAuthConfig(new AuthConfig()
                    .withRegistryAddress(auth.registry())
                    .withUsername(auth.username())
                    .withPassword(auth.password())
                    .withIdentityToken(auth.identityToken()));
        }
        await(command);
        return image(reference)
                .orElseThrow(() -> new ContainerRuntimeException("image " + reference + " is gone after its pull"));
    }

    private static void await(PullImageCmd command) throws ContainerRuntimeException {
        PullResult result = new PullResult();
        try (result) {
            command.exec(result);
            result.done.get(PULL_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? DockerErrors.translate(cause) : failure(e);
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        } catch (IOException e) {
            throw DockerErrors.translate(e);
        }
    }

    private static ContainerRuntimeException failure(Exception e) {
        return new ContainerRuntimeException("pull did not end: " + e, e);
    }

    /** Docker answers 200 and tells of failure in the stream. */
    private static final class PullResult implements ResultCallback<PullResponseItem> {
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private volatile @Nullable Closeable stream;

        @Override
        public void onStart(Closeable closeable) {
            stream = closeable;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null) {
                done.completeExceptionally(new com.github.dockerjava.api.exception.DockerException(
                        String.valueOf(item.getErrorDetail().getMessage()), 500));
            }
        }

        @Override
        public void onError(Throwable throwable) {
            done.completeExceptionally(throwable);
        }

        @Override
        public void onComplete() {
            done.complete(true);
        }

        @Override
        public void close() throws IOException {
            Closeable open = stream;
            if (open != null) {
                open.close();
            }
        }
    }
}
