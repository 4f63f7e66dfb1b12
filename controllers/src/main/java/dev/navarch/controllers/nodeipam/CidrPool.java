package dev.navarch.controllers.nodeipam;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.Optional;

/** The parts of one range, free or taken. Guarded by this object's monitor. */
final class CidrPool {

    private static final int MOST_PARTS_BITS = 24;

    private final Cidr range;
    private final int partPrefix;
    private final int size;
    private final BitSet taken = new BitSet();
    private int next;

    CidrPool(Cidr range, int partPrefix) {
        int partBits = partPrefix - range.prefix();
        if (partBits < 0 || partBits > (range.isIpv6() ? 16 : MOST_PARTS_BITS)) {
            throw new IllegalArgumentException(
                    "New CIDR set failed; the node CIDR size is too big: " + range + " in parts of /" + partPrefix);
        }
        this.range = range;
        this.partPrefix = partPrefix;
        this.size = 1 << partBits;
    }

    /** The next free part after the last one that was given out, so that a part is not used again soon. */
    synchronized Optional<Cidr> allocate() {
        int index = taken.nextClearBit(next);
        if (index >= size) {
            index = taken.nextClearBit(0);
        }
        if (index >= size) {
            return Optional.empty();
        }
        taken.set(index);
        next = (index + 1) % size;
        return Optional.of(range.part(index, partPrefix));
    }

    /** Takes all parts that overlap with these addresses. */
    synchronized void occupy(Cidr cidr) {
        taken.set(index(cidr.first()), index(cidr.last()) + 1);
    }

    synchronized void release(Cidr cidr) {
        taken.clear(index(cidr.first()), index(cidr.last()) + 1);
    }

    boolean overlaps(Cidr cidr) {
        return range.overlaps(cidr);
    }

    private int index(BigInteger address) {
        BigInteger inside = address.max(range.first()).min(range.last());
        return inside.subtract(range.first())
                .shiftRight(range.bits() - partPrefix)
                .intValueExact();
    }
}
