package dev.navarch.controllers.scheduler.plugins.imagelocality;

import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.ImageState;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ImageLocality}. */
public final class ImageLocality implements PreScorePlugin, ScorePlugin {

    public static final String NAME = "ImageLocality";

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long MIN_THRESHOLD = 23 * MEBIBYTE;
    private static final long MAX_CONTAINER_THRESHOLD = 1000 * MEBIBYTE;
    private static final CycleState.Key<Wanted> WANTED = new CycleState.Key<>("PreScore" + NAME, Wanted.class);

    private record Wanted(List<String> images, int containers) implements CycleState.StateData {}

    private final Handle handle;

    public ImageLocality(Handle handle) {
        this.handle = handle;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        PodSpec spec = pod.pod().getSpec();
        List<String> images = new ArrayList<>();
        int containers = addImages(images, spec.getInitContainers()) + addImages(images, spec.getContainers());
        if (spec.getVolumes() != null) {
            for (Volume volume : spec.getVolumes()) {
                if (volume.getImage() != null && volume.getImage().getReference() != null) {
                    images.add(normalized(volume.getImage().getReference()));
                }
            }
        }
        state.write(WANTED, new Wanted(images, containers));
        return Status.SUCCESS;
    }

    private static int addImages(List<String> to, @Nullable List<Container> containers) {
        if (containers == null) {
            return 0;
        }
        for (Container container : containers) {
            if (container.getImage() != null) {
                to.add(normalized(container.getImage()));
            }
        }
        return containers.size();
    }

    private static String normalized(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        Wanted wanted = state.read(WANTED);
        int allNodes = handle.snapshot().nodes().size();
        long sum = 0;
        for (String name : wanted.images) {
            ImageState image = node.images().get(name);
            if (image != null) {
                sum += (long) (image.size() * ((double) image.nodes() / allNodes));
            }
        }
        long max = MAX_CONTAINER_THRESHOLD * wanted.containers;
        long bounded = Math.clamp(sum, MIN_THRESHOLD, max);
        return MAX_SCORE * (bounded - MIN_THRESHOLD) / (max - MIN_THRESHOLD);
    }
}
