package dev.navarch.controllers.nodeipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CidrPoolTest {

    @Test
    void parts_are_given_out_in_order_and_used_again_late() {
        CidrPool pool = new CidrPool(Cidr.parse("10.244.0.0/22"), 24);
        assertEquals("10.244.0.0/24", pool.allocate().orElseThrow().toString());
        Cidr second = pool.allocate().orElseThrow();
        pool.release(second);
        assertEquals("10.244.2.0/24", pool.allocate().orElseThrow().toString());
        assertEquals("10.244.3.0/24", pool.allocate().orElseThrow().toString());
        assertEquals(second, pool.allocate().orElseThrow());
        assertTrue(pool.allocate().isEmpty());
    }

    @Test
    void what_is_occupied_is_not_given_out() {
        CidrPool pool = new CidrPool(Cidr.parse("10.96.0.0/15"), 24);
        pool.occupy(Cidr.parse("10.96.0.0/16"));
        assertEquals("10.97.0.0/24", pool.allocate().orElseThrow().toString());
        pool.occupy(Cidr.parse("10.97.1.128/25"));
        assertEquals("10.97.2.0/24", pool.allocate().orElseThrow().toString());
    }

    @Test
    void ipv6_ranges_are_parted_too() {
        CidrPool pool = new CidrPool(Cidr.parse("fd00:10:244::/56"), 64);
        assertEquals("fd00:10:244::/64", pool.allocate().orElseThrow().toString());
        assertEquals("fd00:10:244:1::/64", pool.allocate().orElseThrow().toString());
        assertFalse(pool.overlaps(Cidr.parse("10.0.0.0/8")));
    }

    @Test
    void a_node_cannot_have_more_than_the_cluster() {
        assertThrows(IllegalArgumentException.class, () -> new CidrPool(Cidr.parse("10.0.0.0/24"), 16));
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse("10.0.0.0"));
        assertEquals("10.0.1.0/24", Cidr.parse("10.0.1.7/24").toString());
    }
}
