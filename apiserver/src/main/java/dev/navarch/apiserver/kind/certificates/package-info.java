/** Certificate signing requests: made by users in their own name, approved and signed through subresources. */
@NullMarked
package dev.navarch.apiserver.kind.certificates;

import org.jspecify.annotations.NullMarked;
