package dev.navarch.proxy.service;

/** The two families of addresses; a service port has cluster IPs and endpoints of each family apart. */
public enum IpFamily {
    IPV4,
    IPV6;

    public static IpFamily of(String address) {
        return address.indexOf(':') >= 0 ? IPV6 : IPV4;
    }
}
