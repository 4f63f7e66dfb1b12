package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.config.ConfigurationReader;
import dev.navarch.controllers.scheduler.config.SchedulerConfiguration;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A scheduler on a cluster in memory, driven by commands. Time stands still but for {@code wait}, ties are broken by a
 * fixed random sequence, and what runs in the background runs at once.
 */
final class TestBed {

    /** A clock that moves when told. */
    static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final FakeCluster cluster = new FakeCluster();
    final ManualClock clock = new ManualClock();
    final List<String> events = new ArrayList<>();
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private Scheduler.Core core;

    TestBed() {
        configure(SchedulerConfiguration.defaults());
    }

    void configure(SchedulerConfiguration configuration) {
        EventRecorder recorder = (regarding, related, type, reason, action, note) -> events.add(
                type.label() + " " + reason + " " + regarding.getMetadata().getName() + ": " + note);
        core = new Scheduler.Core(
                configuration, cluster, cluster, name -> recorder, clock, new Random(1), (name, work) -> work.run());
        ClusterEvents clusterEvents =
                new ClusterEvents(core.cache, core.queue, core.profiles.keySet(), core.waitingPods);
        cluster.connect(clusterEvents.pods(), clusterEvents.nodes());
        Map<String, ResourceEventHandler<HasMetadata>> others = new HashMap<>();
        for (EventResource resource : EventResource.values()) {
            String label = resource.label();
            others.put(label.substring(label.indexOf('/') + 1), clusterEvents.others(resource));
        }
        cluster.onOthers((before, after) -> {
            ResourceEventHandler<HasMetadata> handler = others.get(after.getKind());
            if (handler != null && before == null) {
                handler.onAdd(after);
            } else if (handler != null) {
                handler.onUpdate(before, after);
            }
        });
    }

    Scheduler.Core core() {
        return core;
    }

    List<String> run(List<String> command) {
        List<String> output = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            String[] words = command.get(i).trim().split("\\s+");
            switch (words[0]) {
                case "apply", "config" -> {
                    String yaml = String.join("\n", command.subList(i + 1, command.size()));
                    if (words[0].equals("config")) {
                        configureOrSay(yaml, output);
                    } else {
                        apply(yaml);
                    }
                    return output;
                }
                case "node" -> cluster.put(node(words));
                case "pod" -> cluster.put(pod(words));
                case "delete" -> delete(words);
                case "schedule" -> output.addAll(schedule());
                case "wait" -> clock.advance(Duration.parse("PT" + words[1].toUpperCase(java.util.Locale.ROOT)));
                case "pending" -> output.add(core.queue.pending().toString());
                case "claims" ->
                    cluster.persistentVolumeClaims()
                            .list()
                            .forEach(claim -> output.add(claim.getMetadata().getName() + " -> "
                                    + claim.getSpec().getVolumeName()));
                case "where" -> output.addAll(where());
                default -> throw new IllegalArgumentException("unknown command " + command.get(i));
            }
        }
        return output;
    }

    private void configureOrSay(String yaml, List<String> output) {
        try {
            configure(ConfigurationReader.parse(yaml));
        } catch (IllegalArgumentException e) {
            output.add("refused: " + e.getMessage());
        }
    }

    private void apply(String yaml) {
        for (String document : yaml.split("(?m)^---$")) {
            if (!document.isBlank()) {
                HasMetadata object = serialization.unmarshal("---\n" + document, HasMetadata.class);
                if (object instanceof Pod pod && pod.getSpec().getSchedulerName() == null) {
                    pod.getSpec().setSchedulerName("default-scheduler");
                }
                if (object.getMetadata().getNamespace() == null
                        && object instanceof io.fabric8.kubernetes.api.model.Namespaced) {
                    object.getMetadata().setNamespace("default");
                }
                cluster.put(object);
            }
        }
    }

    private void delete(String[] words) {
        if (words[1].equals("node")) {
            cluster.remove(Node.class, "", words[2]);
        } else {
            cluster.remove(Pod.class, "default", words[2]);
        }
    }

    /** Everything that can be tried now, in the order of trying, with the events that came of it. */
    List<String> schedule() {
        events.clear();
        for (QueuedPodInfo pod = core.queue.poll(); pod != null; pod = core.queue.poll()) {
            core.loop.schedule(pod);
            if (events.size() > 100) {
                throw new IllegalStateException("no end: " + events);
            }
            if (core.queue.pending().active() == 0) {
                // A pod that backs off would be taken again at once.
                break;
            }
        }
        return List.copyOf(events);
    }

    private List<String> where() {
        return cluster.pods().list().stream()
                .map(pod -> pod.getMetadata().getName() + " "
                        + (pod.getSpec().getNodeName() == null
                                ? "-"
                                : pod.getSpec().getNodeName()) + status(pod))
                .toList();
    }

    private static String status(Pod pod) {
        StringBuilder text = new StringBuilder();
        if (pod.getStatus() != null) {
            if (pod.getStatus().getNominatedNodeName() != null) {
                text.append(" nominated=").append(pod.getStatus().getNominatedNodeName());
            }
            for (PodCondition condition : pod.getStatus().getConditions()) {
                text.append(' ').append(condition.getType()).append('=').append(condition.getStatus());
                text.append('(').append(condition.getReason()).append(')');
            }
        }
        return text.toString();
    }

    private static Map<String, String> arguments(String[] words) {
        Map<String, String> arguments = new HashMap<>();
        for (int i = 2; i < words.length; i++) {
            int equal = words[i].indexOf('=');
            arguments.put(
                    equal < 0 ? words[i] : words[i].substring(0, equal),
                    equal < 0 ? "" : words[i].substring(equal + 1));
        }
        return arguments;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        for (String label : text.split(",")) {
            if (!label.isEmpty()) {
                labels.put(label.substring(0, label.indexOf(':')), label.substring(label.indexOf(':') + 1));
            }
        }
        return labels;
    }

    /** {@code node NAME cpu=4 memory=8Gi pods=110 zone=a labels=k:v taint=key:Effect unschedulable}. */
    static Node node(String... words) {
        Map<String, String> arguments = arguments(words);
        Map<String, String> labels = labels(arguments.getOrDefault("labels", ""));
        labels.put("kubernetes.io/hostname", words[1]);
        if (arguments.containsKey("zone")) {
            labels.put("topology.kubernetes.io/zone", arguments.get("zone"));
        }
        Map<String, Quantity> allocatable = new HashMap<>();
        allocatable.put("cpu", new Quantity(arguments.getOrDefault("cpu", "4")));
        allocatable.put("memory", new Quantity(arguments.getOrDefault("memory", "8Gi")));
        allocatable.put("pods", new Quantity(arguments.getOrDefault("pods", "110")));
        arguments.forEach((name, value) -> {
            if (name.contains("/")) {
                allocatable.put(name, new Quantity(value));
            }
        });
        NodeBuilder builder = new NodeBuilder()
                .withNewMetadata()
                .withName(words[1])
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(arguments.containsKey("unschedulable") ? true : null)
                .endSpec()
                .withNewStatus()
                .withAllocatable(allocatable)
                .endStatus();
        if (arguments.containsKey("taint")) {
            String[] taint = arguments.get("taint").split(":");
            builder.editSpec()
                    .addNewTaint()
                    .withKey(taint[0])
                    .withEffect(taint[1])
                    .endTaint()
                    .endSpec();
        }
        return builder.build();
    }

    /** {@code pod NAME cpu=1 memory=1Gi priority=10 labels=k:v port=80 node=NAME}. */
    static Pod pod(String... words) {
        Map<String, String> arguments = arguments(words);
        Map<String, Quantity> requests = new HashMap<>();
        arguments.forEach((name, value) -> {
            if (name.equals("cpu") || name.equals("memory") || name.contains("/")) {
                requests.put(name, new Quantity(value));
            }
        });
        PodBuilder builder = new PodBuilder()
                .withNewMetadata()
                .withName(words[1])
                .withNamespace("default")
                .withLabels(labels(arguments.getOrDefault("labels", "")))
                .endMetadata()
                .withNewSpec()
                .withSchedulerName(arguments.getOrDefault("scheduler", "default-scheduler"))
                .withPriority(arguments.containsKey("priority") ? Integer.valueOf(arguments.get("priority")) : null)
                .withNodeName(arguments.get("node"))
                .addNewContainer()
                .withName("c")
                .withImage("image")
                .withNewResources()
                .withRequests(requests)
                .endResources()
                .endContainer()
                .endSpec();
        if (arguments.containsKey("port")) {
            builder.editSpec()
                    .editFirstContainer()
                    .addNewPort()
                    .withHostPort(Integer.valueOf(arguments.get("port")))
                    .withContainerPort(80)
                    .endPort()
                    .endContainer()
                    .endSpec();
        }
        return builder.build();
    }
}
