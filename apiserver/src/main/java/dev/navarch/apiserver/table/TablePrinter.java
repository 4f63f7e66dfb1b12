package dev.navarch.apiserver.table;

/** Gives the cells of one kind's objects, in the order of the kind's columns, wide ones included. */
@FunctionalInterface
interface TablePrinter {

    void print(Row row);
}
