/**
 * Objects as rows of a Table, for people: what {@code kubectl get} shows. One printer a kind, each giving the cells of
 * the columns that the catalog lists; kinds without a printer show name and creation time, custom resources the columns
 * of their definition. Cells and texts are upstream's.
 */
@NullMarked
package dev.navarch.apiserver.table;

import org.jspecify.annotations.NullMarked;
