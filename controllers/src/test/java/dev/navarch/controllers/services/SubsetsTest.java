package dev.navarch.controllers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubsetsTest {

    @Test
    void addresses_with_the_same_ports_come_together_and_ready_wins() {
        List<EndpointSubset> packed = Subsets.repack(List.of(
                subset("10.0.0.2", 80, true),
                subset("10.0.0.1", 80, true),
                subset("10.0.0.1", 90, true),
                subset("10.0.0.2", 90, true),
                subset("10.0.0.2", 90, false),
                subset("10.0.0.3", 80, false)));
        assertEquals(2, packed.size());
        EndpointSubset eighty = packed.get(0);
        assertEquals(
                List.of("10.0.0.1", "10.0.0.2"),
                eighty.getAddresses().stream().map(a -> a.getIp()).toList());
        assertEquals("10.0.0.3", eighty.getNotReadyAddresses().getFirst().getIp());
        assertEquals(
                List.of(90),
                packed.get(1).getPorts().stream().map(p -> p.getPort()).toList());
        assertTrue(packed.get(1).getNotReadyAddresses().isEmpty());
        assertEquals(packed, Subsets.repack(packed));
    }

    @ParameterizedTest
    @CsvSource({
        "10.01.002.3,10.1.2.3",
        "FD00:0:0:0::1,fd00::1",
        "0:0:0:0:0:0:0:0,::",
        "1:0:0:2:0:0:0:3,1:0:0:2::3",
        "::1,::1",
        "1:2:3:4:5:6:0:8,1:2:3:4:5:6:0:8",
        "fe80::,fe80::"
    })
    void addresses_have_one_text(String text, String canonical) {
        assertEquals(canonical, IpAddress.parse(text).orElseThrow().text());
    }

    @Test
    void names_are_no_addresses() {
        assertTrue(IpAddress.parse("localhost").isEmpty());
        assertTrue(IpAddress.parse("10.0.0").isEmpty());
    }

    private static EndpointSubset subset(String ip, int port, boolean ready) {
        EndpointSubsetBuilder subset =
                new EndpointSubsetBuilder().addNewPort().withPort(port).endPort();
        return (ready
                        ? subset.addNewAddress().withIp(ip).endAddress()
                        : subset.addNewNotReadyAddress().withIp(ip).endNotReadyAddress())
                .build();
    }
}
