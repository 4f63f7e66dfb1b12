/**
 * Storage in etcd, laid out as upstream does, so that either can take over the other's data. Only this package sees gRPC
 * and the messages of etcd. It resumes nothing by itself: a watch that breaks says so, and its reader begins another one
 * from the last revision that it knows it has seen.
 */
@NullMarked
package dev.navarch.apiserver.storage.etcd;

import org.jspecify.annotations.NullMarked;
