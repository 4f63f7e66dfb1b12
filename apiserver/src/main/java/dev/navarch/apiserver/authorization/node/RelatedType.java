package dev.navarch.apiserver.authorization.node;

/** What can belong to a node. */
public enum RelatedType {
    SECRET,
    CONFIG_MAP,
    VOLUME_CLAIM,
    VOLUME,
    RESOURCE_CLAIM,
    SERVICE_ACCOUNT,
    POD,
    VOLUME_ATTACHMENT,
    RESOURCE_SLICE
}
