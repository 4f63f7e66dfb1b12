package dev.navarch.apiserver.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProxiedPageTest {

    private final ProxiedLinks links =
            new ProxiedLinks("10.244.0.7:1080", "cluster:6443", "/api/v1/namespaces/n/pods/p/proxy");

    @Test
    void absolute_paths_lead_through_the_proxy() {
        assertEquals("/api/v1/namespaces/n/pods/p/proxy/next?a=b#c", links.rewrite("/next?a=b#c"));
    }

    @Test
    void addresses_of_the_backend_itself_lead_through_the_proxy() {
        assertEquals("/api/v1/namespaces/n/pods/p/proxy/next", links.rewrite("http://10.244.0.7:1080/next"));
    }

    @Test
    void relative_paths_and_other_hosts_stay() {
        assertEquals("next", links.rewrite("next"));
        assertEquals("https://example.org/next", links.rewrite("https://example.org/next"));
    }

    @Test
    void what_leads_through_the_proxy_already_stays() {
        assertEquals("/api/v1/namespaces/n/pods/p/proxy/x", links.rewrite("/api/v1/namespaces/n/pods/p/proxy/x"));
    }

    @Test
    void only_addresses_of_a_page_change() {
        String page = "<!-- <a href=\"/c\"> --><p id='/x'>1 < 2</p><A class=x HREF='/rewriteme'>test</a>"
                + "<script>if (a<b) { x('<a href=\"/s\">') }</script><img src=/i.png>";
        assertEquals(
                "<!-- <a href=\"/c\"> --><p id='/x'>1 < 2</p><a class=\"x\" href=\"#/rewriteme\">test</a>"
                        + "<script>if (a<b) { x('<a href=\"/s\">') }</script><img src=\"#/i.png\">",
                HtmlLinks.rewrite(page, link -> "#" + link));
    }

    @Test
    void a_page_that_breaks_off_stays_as_it_is() {
        assertEquals("<p>a</p><a href=\"/x", HtmlLinks.rewrite("<p>a</p><a href=\"/x", link -> "#" + link));
    }
}
