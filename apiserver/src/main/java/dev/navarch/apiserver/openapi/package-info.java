/**
 * The OpenAPI documents: version 3, an index and a document for each group version, and version 2, one document for all.
 * They are made from the resource registry when somebody asks, kept as bytes until the registry changes, and cost
 * nothing before. Schemas carry types and Kubernetes' extensions; they carry no descriptions.
 */
@NullMarked
package dev.navarch.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
