package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.ContainerStarter;
import dev.navarch.kubelet.container.TerminationMessages;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.image.ImagePuller;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.probe.ProbeManager;
import dev.navarch.kubelet.retry.Backoff;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.volume.PodVolumes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every pod's worker uses; all of it is shared and thread-safe. */
record PodServices(
        ContainerRuntime runtime,
        StatusManager statuses,
        PodStatusGenerator generator,
        ContainerStarter starter,
        PodKiller killer,
        PodVolumes volumes,
        ProbeManager probes,
        ImagePuller images,
        ReferencedObjects objects,
        TerminationMessages messages,
        EventRecorder events,
        Backoff crashes,
        StartFailures failures,
        PodAdmission admission,
        ResourceFigures figures,
        Function<String, AllocationFile> allocations,
        Supplier<List<String>> hostIps,
        String clusterDomain) {}
