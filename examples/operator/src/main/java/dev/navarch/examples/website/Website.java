package dev.navarch.examples.website;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A page that a few replicas serve. */
@Group("examples.navarch.dev")
@Version("v1")
@ShortNames("web")
public class Website extends CustomResource<WebsiteSpec, WebsiteStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
