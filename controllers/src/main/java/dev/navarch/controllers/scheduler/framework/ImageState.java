package dev.navarch.controllers.scheduler.framework;

/** An image that nodes of the cluster have. The count is kept up to date by the cache and may be read by any thread. */
public final class ImageState {

    private final long size;
    private volatile int nodes;

    public ImageState(long size, int nodes) {
        this.size = size;
        this.nodes = nodes;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** How many nodes have it. */
    public int nodes() {
        return nodes;
    }

    public void setNodes(int count) {
        nodes = count;
    }
}
