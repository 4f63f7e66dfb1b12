package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.framework.PluginFactory;
import dev.navarch.controllers.scheduler.plugins.defaultbinder.DefaultBinder;
import dev.navarch.controllers.scheduler.plugins.defaultpreemption.DefaultPreemption;
import dev.navarch.controllers.scheduler.plugins.imagelocality.ImageLocality;
import dev.navarch.controllers.scheduler.plugins.interpodaffinity.InterPodAffinity;
import dev.navarch.controllers.scheduler.plugins.nodeaffinity.NodeAffinity;
import dev.navarch.controllers.scheduler.plugins.nodename.NodeName;
import dev.navarch.controllers.scheduler.plugins.nodeports.NodePorts;
import dev.navarch.controllers.scheduler.plugins.noderesources.BalancedAllocation;
import dev.navarch.controllers.scheduler.plugins.noderesources.Fit;
import dev.navarch.controllers.scheduler.plugins.nodeunschedulable.NodeUnschedulable;
import dev.navarch.controllers.scheduler.plugins.nodevolumelimits.NodeVolumeLimits;
import dev.navarch.controllers.scheduler.plugins.podtopologyspread.PodTopologySpread;
import dev.navarch.controllers.scheduler.plugins.queuesort.PrioritySort;
import dev.navarch.controllers.scheduler.plugins.schedulinggates.SchedulingGates;
import dev.navarch.controllers.scheduler.plugins.tainttoleration.TaintToleration;
import dev.navarch.controllers.scheduler.plugins.volumebinding.VolumeBinding;
import dev.navarch.controllers.scheduler.plugins.volumerestrictions.VolumeRestrictions;
import dev.navarch.controllers.scheduler.plugins.volumezone.VolumeZone;
import java.util.Map;

/** The plugins that exist: the one place where the scheduler names them. */
final class PluginRegistry {

    static final Map<String, PluginFactory> PLUGINS = Map.ofEntries(
            Map.entry(SchedulingGates.NAME, (args, handle) -> new SchedulingGates()),
            Map.entry(PrioritySort.NAME, (args, handle) -> new PrioritySort()),
            Map.entry(NodeUnschedulable.NAME, (args, handle) -> new NodeUnschedulable()),
            Map.entry(NodeName.NAME, (args, handle) -> new NodeName()),
            Map.entry(TaintToleration.NAME, (args, handle) -> new TaintToleration()),
            Map.entry(NodeAffinity.NAME, (args, handle) -> new NodeAffinity(args)),
            Map.entry(NodePorts.NAME, (args, handle) -> new NodePorts()),
            Map.entry(Fit.NAME, (args, handle) -> new Fit(args)),
            Map.entry(VolumeRestrictions.NAME, (args, handle) -> new VolumeRestrictions(handle)),
            Map.entry(NodeVolumeLimits.NAME, (args, handle) -> new NodeVolumeLimits(handle)),
            Map.entry(VolumeBinding.NAME, VolumeBinding::new),
            Map.entry(VolumeZone.NAME, (args, handle) -> new VolumeZone(handle)),
            Map.entry(PodTopologySpread.NAME, PodTopologySpread::new),
            Map.entry(InterPodAffinity.NAME, InterPodAffinity::new),
            Map.entry(DefaultPreemption.NAME, DefaultPreemption::new),
            Map.entry(BalancedAllocation.NAME, (args, handle) -> new BalancedAllocation(args)),
            Map.entry(ImageLocality.NAME, (args, handle) -> new ImageLocality(handle)),
            Map.entry(DefaultBinder.NAME, (args, handle) -> new DefaultBinder(handle)));

    private PluginRegistry() {}
}
