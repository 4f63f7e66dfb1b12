/** Storage for tests and throwaway clusters: everything that storage promises except that it survives the process. */
@NullMarked
package dev.navarch.apiserver.storage.memory;

import org.jspecify.annotations.NullMarked;
