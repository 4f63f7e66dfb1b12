/**
 * Keeps a flood of requests from drowning the server: each request is classified by the FlowSchemas, and waits for a
 * seat while too many run.
 */
@NullMarked
package dev.navarch.apiserver.flowcontrol;

import org.jspecify.annotations.NullMarked;
