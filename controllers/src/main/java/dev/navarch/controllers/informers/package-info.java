/**
 * One watch a kind for the whole process: {@link dev.navarch.controllers.informers.SharedInformers} owns a Fabric8
 * informer for each kind, and every controller reads and listens there. What the informers hand out is shared: nobody
 * may change it. Java Operator SDK controllers get the same informers, for their primary resource through
 * {@link dev.navarch.controllers.informers.SharedInformerClient} and for secondary ones through
 * {@link dev.navarch.controllers.informers.SharedInformerEventSource}.
 */
@NullMarked
package dev.navarch.controllers.informers;

import org.jspecify.annotations.NullMarked;
