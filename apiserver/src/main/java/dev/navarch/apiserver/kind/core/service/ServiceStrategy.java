package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.registry.WriteTransaction;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services: addresses and ports are allocated around each write. */
public final class ServiceStrategy implements ResourceStrategy {

    private final ServiceAllocation allocation;
    private final ResourceStrategy status = new StatusStrategy();

    /**
     * @param ranges where cluster IPs come from, the default family first; one or two, of different families
     * @param firstNodePort the first node port that is given out
     * @param lastNodePort the last one
     */
    public ServiceStrategy(
            List<IpRange> ranges, int firstNodePort, int lastNodePort, ObjectReader reader, ObjectWriter writer) {
        this.allocation = new ServiceAllocation(
                new ClusterIpAllocator(ranges, reader, writer),
                new NodePortAllocator(firstNodePort, lastNodePort, reader));
    }

    @Override
    public void applyDefaults(ObjectNode service) {
        ServiceDefaults.apply(service);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode service) {
        service.putObject("status").putObject("loadBalancer");
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode service, ObjectNode old) {
        TypeChange.clear(service, old);
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode service) {
        return ServiceValidation.create(service);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode service, ObjectNode old) {
        return ServiceValidation.update(service, old);
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode service, @Nullable ObjectNode old) {
        return ServiceWarnings.of(service);
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return name.equals("status") ? Optional.of(status) : Optional.empty();
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return ObjectNames.dnsLabel(name, prefix);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }

    @Override
    public Set<String> selectableFieldNames() {
        return Set.of("spec.clusterIP", "spec.type");
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode service) {
        ObjectNode spec = Fields.object(service, "spec");
        return Map.of("spec.clusterIP", Fields.text(spec, "clusterIP"), "spec.type", Fields.text(spec, "type"));
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public WriteTransaction begin(RequestContext context, @Nullable ObjectNode service, @Nullable ObjectNode old) {
        return service == null ? WriteTransaction.NOTHING : allocation.begin(service, old, context.dryRun());
    }

    @Override
    public void afterDelete(RequestContext context, ObjectNode service) {
        if (!context.dryRun()) {
            allocation.release(service);
        }
    }

    /** What a load balancer reports; addresses and ports are left alone. */
    private static final class StatusStrategy implements ResourceStrategy {

        @Override
        public void applyDefaults(ObjectNode service) {
            ServiceDefaults.apply(service);
        }

        @Override
        public List<FieldError> validateUpdate(RequestContext context, ObjectNode service, ObjectNode old) {
            return LoadBalancerStatusValidation.check(service, old);
        }

        @Override
        public List<String> warnings(RequestContext context, ObjectNode service, @Nullable ObjectNode old) {
            return ServiceWarnings.ofStatus(service);
        }
    }
}
