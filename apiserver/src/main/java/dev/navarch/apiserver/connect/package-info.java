/**
 * Connections that are handed on: logs, exec, attach and port-forward to the kubelet of the pod's node, proxies to pods,
 * services and nodes. Bytes pass as they are; an upgraded connection is two pumps, one a direction. The server shows
 * kubelets its own client certificate, never the user's credentials.
 */
@NullMarked
package dev.navarch.apiserver.connect;

import org.jspecify.annotations.NullMarked;
